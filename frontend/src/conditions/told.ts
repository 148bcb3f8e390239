// What the server says of a condition, by place; a row hears of it only when its own part changes.

import { createContext, useContext, useSyncExternalStore } from "react";

import type { FindingAt, Look, State, Trial, Tried } from "../generated/conditions";
import type { Words } from "../shared/words";

export interface Stand {
  readonly state: State;
  readonly value: Words | null;
  readonly gap: Words | null;
}

const NONE: readonly FindingAt[] = [];

export class Told {
  #findings: readonly FindingAt[] = NONE;
  #clauses = new Map<string, Words>();
  #stands = new Map<string, Stand>();
  #under = new Map<string, readonly FindingAt[]>();
  readonly #listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  hear(look: Look | null): void {
    const before = this.#findings;
    this.#findings = (look?.findings ?? NONE).map(
      (each) => before.find((old) => alike(old, each)) ?? each,
    );
    const old = this.#under;
    this.#under = new Map();
    for (const [at, known] of old) {
      const now = this.#findUnder(at);
      const kept = now.length === known.length && now.every((each, n) => each === known[n]);
      this.#under.set(at, kept ? known : now);
    }
    this.#clauses = refreshed(
      this.#clauses,
      (look?.clauses ?? []).map((each) => [each.at, each.sentence]),
    );
    this.#tell();
  }

  try(trial: Trial | null): void {
    const found: [string, Stand][] = [];
    const collect = ({ at, state, value, gap, children }: Tried) => {
      found.push([at, { state, value, gap }]);
      for (const each of children) collect(each);
    };
    if (trial?.result) collect(trial.result);
    this.#stands = refreshed(this.#stands, found);
    this.#tell();
  }

  clauseAt(at: string): Words | undefined {
    return this.#clauses.get(at);
  }

  standAt(at: string): Stand | undefined {
    return this.#stands.get(at);
  }

  findingsUnder(at: string): readonly FindingAt[] {
    const known = this.#under.get(at);
    if (known) return known;
    const found = this.#findUnder(at);
    this.#under.set(at, found);
    return found;
  }

  #findUnder(at: string): readonly FindingAt[] {
    const found = this.#findings.filter((each) => each.at === at || each.at.startsWith(`${at}/`));
    return found.length === 0 ? NONE : found;
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

function alike(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function refreshed<T>(before: Map<string, T>, entries: readonly [string, T][]): Map<string, T> {
  return new Map(
    entries.map(([at, value]) => {
      const old = before.get(at);
      return [at, old !== undefined && alike(old, value) ? old : value];
    }),
  );
}

export const ToldContext = createContext(new Told());

export function useFindings(at: string): readonly FindingAt[] {
  const told = useContext(ToldContext);
  return useSyncExternalStore(told.subscribe, () => told.findingsUnder(at));
}

export function useClause(at: string): Words | undefined {
  const told = useContext(ToldContext);
  return useSyncExternalStore(told.subscribe, () => told.clauseAt(at));
}

export function useStand(at: string): Stand | undefined {
  const told = useContext(ToldContext);
  return useSyncExternalStore(told.subscribe, () => told.standAt(at));
}
