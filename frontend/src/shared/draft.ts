// The draft in hand: one document, its history, and how it reaches the server without being lost.

import { createStore, type StoreApi } from "zustand/vanilla";
import type { DraftSaved, DraftState, DraftTheirs, Finding } from "../generated/draft";
import { Refused } from "./api";
import { begin, type History, record, redo, seal, undo } from "./history";
import { at, equal, type Json, type Path, put } from "./json";
import type { Kept, Memory } from "./memory";
import type { Words } from "./words";

export type Status = "saved" | "dirty" | "saving" | "offline" | "conflict" | "refused";

export interface Draft {
  readonly document: Json;
  readonly history: History<Json>;
  readonly status: Status;
  readonly version: number;
  readonly savedAt: string | null;
  readonly findings: readonly Finding[];
  /** How many changes are not published yet. */
  readonly changes: number;
  /** What somebody else saved meanwhile. */
  readonly theirs: DraftTheirs | null;
  /** Why the server would not keep it. */
  readonly refusal: string | null;
  /** What this browser still holds of an earlier visit. */
  readonly kept: Kept | null;
}

export interface Server {
  save(content: Json, seen: number): Promise<DraftSaved>;
}

/** Milliseconds after the last edit until it is saved. */
const PATIENCE = 1_200;
/** Milliseconds between attempts while the server cannot be reached. */
const AGAIN = 8_000;

export interface Edit {
  readonly label: Words;
  /** Edits in a row with one tag are undone as one. */
  readonly tag?: string;
}

export class DraftInHand {
  readonly store: StoreApi<Draft>;
  #server: Server;
  #memory: Memory;
  #saved: Json;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #underway: Promise<void> | null = null;

  constructor(
    state: DraftState,
    server: Server,
    memory: Memory,
    readonly editable = true,
  ) {
    this.#server = server;
    this.#memory = memory;
    this.#saved = state.content as Json;
    this.store = createStore<Draft>(() => ({
      document: this.#saved,
      history: memory.history(state.version) ?? begin(),
      status: "saved",
      version: state.version,
      savedAt: state.saved_at,
      findings: state.findings,
      changes: state.changes,
      theirs: null,
      refusal: null,
      kept: memory.kept(state.version, this.#saved),
    }));
  }

  get now(): Draft {
    return this.store.getState();
  }

  get isDirty(): boolean {
    return this.now.document !== this.#saved;
  }

  /** Changes the document; the change may be undone. */
  edit(change: (document: Json) => Json, { label, tag }: Edit): void {
    const { document, history } = this.now;
    const changed = change(document);
    if (!this.editable || changed === document) return;
    this.store.setState({
      document: changed,
      history: record(history, document, label, tag ?? null),
    });
    this.#soon();
  }

  /** Writes a value at a place; undefined takes the place away. */
  put(path: Path, value: Json | undefined, edit: Edit): void {
    this.edit((document) => {
      return equal(at(document, path), value) ? document : put(document, path, value);
    }, edit);
  }

  /** Ends a run of edits that are undone together: an input was left. */
  seal(): void {
    const sealed = seal(this.now.history);
    if (sealed !== this.now.history) this.store.setState({ history: sealed });
  }

  undo(): Words | null {
    return this.#move(undo);
  }

  redo(): Words | null {
    return this.#move(redo);
  }

  #move(step: typeof undo<Json>): Words | null {
    const moved = step(this.now.history, this.now.document);
    if (moved === null || !this.editable) return null;
    const label = (step === undo ? this.now.history.past : this.now.history.future).at(-1)?.label;
    this.store.setState({ document: moved.value, history: moved.history });
    this.#soon();
    return label ?? null;
  }

  #soon(): void {
    if (this.now.status !== "conflict" && this.now.status !== "saving") {
      this.store.setState({ status: this.now.status === "offline" ? "offline" : "dirty" });
    }
    this.#memory.keep(this.now.version, this.now.document);
    this.#wait(PATIENCE);
  }

  #wait(time: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.save(), time);
  }

  /** Saves at once what is not saved yet, also what came after a save that is under way. */
  async save(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#underway) {
      await this.#underway;
      if (this.now.status !== "dirty") return;
    }
    this.#underway ??= this.#save().finally(() => {
      this.#underway = null;
    });
    await this.#underway;
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer);
    const { status, document, version } = this.now;
    if (status === "conflict" || !this.editable) return;
    if (document === this.#saved) {
      this.store.setState({ status: "saved" });
      return;
    }
    this.store.setState({ status: "saving" });
    try {
      this.#took(document, await this.#server.save(document, version));
    } catch (error) {
      this.#failed(error);
    }
  }

  #took(document: Json, answer: DraftSaved): void {
    this.#saved = document;
    this.#memory.forget();
    this.store.setState({
      status: "saved",
      version: answer.version,
      savedAt: answer.saved_at,
      findings: answer.findings,
      changes: answer.changes,
      refusal: null,
    });
    if (this.isDirty) this.#soon();
  }

  #failed(error: unknown): void {
    if (!(error instanceof Refused)) {
      this.store.setState({ status: "offline" });
      this.#wait(AGAIN);
      return;
    }
    const theirs = error.problem.theirs as DraftTheirs | undefined;
    if (theirs && equal(theirs.content as Json, this.now.document)) this.#agreed(theirs);
    else if (theirs) this.store.setState({ status: "conflict", theirs });
    else this.store.setState({ status: "refused", refusal: error.message });
  }

  /** What the server has is what is in hand: a page that was left had sent it already. */
  #agreed({ version, saved_at, findings, changes }: DraftTheirs): void {
    this.#saved = this.now.document;
    this.#memory.forget();
    this.store.setState({ status: "saved", version, savedAt: saved_at, findings, changes });
  }

  /** Goes on with what somebody else saved; what was in hand can be had back by undoing. */
  takeTheirs(): void {
    const { theirs, document, history } = this.now;
    if (!theirs) return;
    const label = { zh: "载入对方的版本", en: "Load their version" };
    this.#saved = theirs.content as Json;
    this.#memory.forget();
    this.store.setState({
      document: this.#saved,
      history: record(history, document, label, null),
      status: "saved",
      version: theirs.version,
      savedAt: theirs.saved_at,
      findings: theirs.findings,
      changes: theirs.changes,
      theirs: null,
    });
  }

  /** Saves what is in hand over what somebody else saved. */
  async overwrite(): Promise<void> {
    const { theirs } = this.now;
    if (!theirs) return;
    this.#saved = theirs.content as Json;
    this.store.setState({ status: "dirty", version: theirs.version, theirs: null });
    await this.save();
  }

  /** Goes on with what this browser kept of an earlier visit. */
  restore(): void {
    const { kept } = this.now;
    if (!kept) return;
    this.store.setState({ kept: null });
    this.edit(() => kept.document, {
      label: { zh: "恢复未保存的内容", en: "Restore unsaved work" },
    });
  }

  discard(): void {
    this.#memory.forget();
    this.store.setState({ kept: null });
  }

  /** Takes what another request of this page made of the draft. */
  arrived(state: DraftState, label: Words): void {
    const { document, history } = this.now;
    this.#saved = state.content as Json;
    this.store.setState({
      document: this.#saved,
      history: record(history, document, label, null),
      status: "saved",
      version: state.version,
      savedAt: state.saved_at,
      findings: state.findings,
      changes: state.changes,
    });
  }

  /** Remembers the steps for the next page of this programme in this tab. */
  leave(): void {
    if (!this.isDirty) this.#memory.keepHistory(this.now.version, this.now.history);
  }
}
