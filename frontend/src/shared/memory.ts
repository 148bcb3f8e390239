// What the browser remembers of a draft: work that is not saved, and the steps that led there.

import { type History, MOST_STEPS } from "./history";
import { equal, type Json } from "./json";

export interface Kept {
  /** Milliseconds since 1970. */
  readonly at: number;
  /** The version it was made from. */
  readonly version: number;
  readonly document: Json;
}

interface Steps {
  readonly version: number;
  readonly history: History<Json>;
}

/** Characters of history that are carried from page to page. */
const ROOM = 1_500_000;

export class Memory {
  readonly #key: string;
  readonly #clock: () => number;

  constructor(program: number, clock: () => number = Date.now) {
    this.#key = `draft:${program}`;
    this.#clock = clock;
  }

  keep(version: number, document: Json): void {
    const kept: Kept = { at: this.#clock(), version, document };
    write(localStorage, this.#key, JSON.stringify(kept));
  }

  forget(): void {
    localStorage.removeItem(this.#key);
  }

  /** Gives what was kept, unless the draft says the same by now. */
  kept(version: number, saved: Json): Kept | null {
    const found = read<Kept>(localStorage, this.#key);
    if (found && found.version <= version && !equal(found.document, saved)) return found;
    this.forget();
    return null;
  }

  keepHistory(version: number, history: History<Json>): void {
    let steps = MOST_STEPS;
    let text = "";
    do {
      const past = history.past.slice(-steps);
      text = JSON.stringify({ version, history: { past, future: history.future, tag: null } });
      steps = Math.floor(steps / 2);
    } while (text.length > ROOM && steps > 0);
    if (text.length <= ROOM) write(sessionStorage, this.#key, text);
  }

  history(version: number): History<Json> | null {
    const found = read<Steps>(sessionStorage, this.#key);
    return found?.version === version ? found.history : null;
  }
}

function write(store: Storage, key: string, text: string): void {
  try {
    store.setItem(key, text);
  } catch {
    // A full or forbidden store costs the copy, not the page.
  }
}

function read<T>(store: Storage, key: string): T | null {
  try {
    return JSON.parse(store.getItem(key) ?? "null") as T | null;
  } catch {
    return null;
  }
}
