import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import type { DraftSaved, DraftState, DraftTheirs } from "../generated/draft";
import { Refused, Unreachable } from "./api";
import { DraftInHand, type Server } from "./draft";
import type { Json } from "./json";
import { Memory } from "./memory";

const label = { zh: "改名", en: "Rename" };
const PROGRAM = 7;

const state: DraftState = {
  content: { name: "a" },
  version: 3,
  saved_at: "2026-03-01T00:00:00Z",
  saved_by: null,
  findings: [],
  changes: 0,
};

class Desk implements Server {
  readonly kept: { content: Json; seen: number }[] = [];
  fails: Error | null = null;

  async save(content: Json, seen: number): Promise<DraftSaved> {
    if (this.fails) throw this.fails;
    this.kept.push({ content, seen });
    const { content: _, ...rest } = state;
    return { ...rest, version: seen + 1 };
  }
}

function open(desk: Desk, from: DraftState = state): DraftInHand {
  return new DraftInHand(from, desk, new Memory(PROGRAM, () => 1_000));
}

const rename = (draft: DraftInHand, name: string, tag?: string) =>
  draft.edit((now) => ({ ...(now as object), name }), tag ? { label, tag } : { label });

const overtaken = (theirs: Partial<DraftTheirs>) =>
  new Refused({
    status: 409,
    title: "",
    detail: "",
    theirs: { ...state, version: 9, differences: [], ...theirs },
  });

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
  sessionStorage.clear();
});
afterEach(() => vi.useRealTimers());

describe("saving", () => {
  test("an edit is saved a moment later, once for several", async () => {
    const desk = new Desk();
    const draft = open(desk);
    rename(draft, "b");
    rename(draft, "c");
    expect(draft.now.status).toBe("dirty");
    await vi.runAllTimersAsync();
    expect(desk.kept).toEqual([{ content: { name: "c" }, seen: 3 }]);
    expect(draft.now).toMatchObject({ status: "saved", version: 4 });
  });

  test("what was typed while the server was busy is saved after", async () => {
    const desk = new Desk();
    const draft = open(desk);
    rename(draft, "b");
    const first = draft.save();
    rename(draft, "c");
    await first;
    await vi.runAllTimersAsync();
    expect(desk.kept.map((each) => each.content)).toEqual([{ name: "b" }, { name: "c" }]);
    expect(desk.kept[1]?.seen).toBe(4);
  });

  test("who asks to save while a save is under way waits until all of it is saved", async () => {
    const desk = new Desk();
    const draft = open(desk);
    rename(draft, "b");
    void draft.save();
    rename(draft, "c");
    await draft.save();
    expect(draft.now).toMatchObject({ status: "saved", version: 5 });
    expect(desk.kept.at(-1)?.content).toEqual({ name: "c" });
  });

  test("undoing back to what is saved sends nothing", async () => {
    const desk = new Desk();
    const draft = open(desk);
    rename(draft, "b");
    draft.undo();
    await vi.runAllTimersAsync();
    expect(desk.kept).toEqual([]);
    expect(draft.isDirty).toBe(false);
  });

  test("somebody who may only read changes nothing", () => {
    const draft = new DraftInHand(state, new Desk(), new Memory(PROGRAM), false);
    rename(draft, "b");
    expect(draft.now.document).toEqual({ name: "a" });
  });
});

describe("when the network fails", () => {
  test("work is kept on the device and sent when the server is back", async () => {
    const desk = new Desk();
    const draft = open(desk);
    desk.fails = new Unreachable();
    rename(draft, "b");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(draft.now.status).toBe("offline");
    expect(open(new Desk()).now.kept?.document).toEqual({ name: "b" });
    desk.fails = null;
    await vi.advanceTimersByTimeAsync(10_000);
    expect(desk.kept).toHaveLength(1);
    expect(open(new Desk(), { ...state, content: { name: "b" }, version: 4 }).now.kept).toBeNull();
  });

  test("what a closed page had not sent is offered when it is opened again", () => {
    rename(open(new Desk()), "b");
    const again = open(new Desk());
    expect(again.now.document).toEqual({ name: "a" });
    again.restore();
    expect(again.now.document).toEqual({ name: "b" });
    expect(again.isDirty).toBe(true);
  });

  test("discarded work is not offered again", () => {
    rename(open(new Desk()), "b");
    open(new Desk()).discard();
    expect(open(new Desk()).now.kept).toBeNull();
  });
});

describe("when somebody else saved", () => {
  test("nothing is overwritten, and theirs can be looked at", async () => {
    const desk = new Desk();
    const draft = open(desk);
    desk.fails = overtaken({ content: { name: "theirs" } });
    rename(draft, "mine");
    await vi.runAllTimersAsync();
    expect(draft.now.status).toBe("conflict");
    expect(draft.now.document).toEqual({ name: "mine" });
    expect(draft.now.theirs?.content).toEqual({ name: "theirs" });
  });

  test("what they saved being the same is no conflict", async () => {
    const desk = new Desk();
    const draft = open(desk);
    desk.fails = overtaken({ content: { name: "mine" } });
    rename(draft, "mine");
    await vi.runAllTimersAsync();
    expect(draft.now).toMatchObject({ status: "saved", version: 9, theirs: null });
    desk.fails = null;
    rename(draft, "more");
    await vi.runAllTimersAsync();
    expect(desk.kept).toEqual([{ content: { name: "more" }, seen: 9 }]);
  });

  test("typing goes on during a conflict, and nothing is sent", async () => {
    const desk = new Desk();
    const draft = open(desk);
    desk.fails = overtaken({});
    rename(draft, "mine");
    await vi.runAllTimersAsync();
    desk.fails = null;
    rename(draft, "more");
    await vi.runAllTimersAsync();
    expect(desk.kept).toEqual([]);
    expect(draft.now.status).toBe("conflict");
  });

  test("loading theirs can be undone", async () => {
    const desk = new Desk();
    const draft = open(desk);
    desk.fails = overtaken({ content: { name: "theirs" } });
    rename(draft, "mine");
    await vi.runAllTimersAsync();
    draft.takeTheirs();
    expect(draft.now).toMatchObject({ document: { name: "theirs" }, status: "saved", version: 9 });
    draft.undo();
    expect(draft.now.document).toEqual({ name: "mine" });
  });

  test("overwriting saves mine over the version that is theirs", async () => {
    const desk = new Desk();
    const draft = open(desk);
    desk.fails = overtaken({ content: { name: "theirs" } });
    rename(draft, "mine");
    await vi.runAllTimersAsync();
    desk.fails = null;
    await draft.overwrite();
    expect(desk.kept).toEqual([{ content: { name: "mine" }, seen: 9 }]);
  });
});

describe("undo and redo", () => {
  test("three hundred steps can be undone", () => {
    const draft = open(new Desk());
    for (let n = 0; n < 300; n += 1) rename(draft, String(n));
    for (let n = 0; n < 300; n += 1) draft.undo();
    expect(draft.now.document).toEqual({ name: "a" });
  });

  test("typing in one input is one step until it is left", () => {
    const draft = open(new Desk());
    rename(draft, "b", "name");
    rename(draft, "bc", "name");
    draft.seal();
    rename(draft, "bcd", "name");
    draft.undo();
    expect(draft.now.document).toEqual({ name: "bc" });
    draft.undo();
    expect(draft.now.document).toEqual({ name: "a" });
  });

  test("any storm of edits, undos and redos ends where the steps say", () => {
    const move = fc.oneof(
      fc.record({ name: fc.string() }),
      fc.constant("undo" as const),
      fc.constant("redo" as const),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 80 }), (moves) => {
        localStorage.clear();
        const draft = open(new Desk());
        const states: Json[] = [{ name: "a" }];
        let here = 0;
        for (const each of moves) {
          if (each === "undo") here = draft.undo() === null ? here : here - 1;
          else if (each === "redo") here = draft.redo() === null ? here : here + 1;
          else {
            draft.edit(() => each, { label });
            states.splice(here + 1, states.length, each);
            here += 1;
          }
          expect(draft.now.document).toEqual(states[here]);
        }
      }),
    );
  });

  test("steps go along to the next page of the programme", async () => {
    const draft = open(new Desk());
    rename(draft, "b");
    await draft.save();
    draft.leave();
    const next = open(new Desk(), { ...state, content: { name: "b" }, version: 4 });
    next.undo();
    expect(next.now.document).toEqual({ name: "a" });
  });

  test("steps of a draft that somebody changed since are forgotten", async () => {
    const draft = open(new Desk());
    rename(draft, "b");
    await draft.save();
    draft.leave();
    expect(open(new Desk(), { ...state, version: 5 }).undo()).toBeNull();
  });
});
