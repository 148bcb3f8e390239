// Undo and redo: what a document was before each step; typing in one place is one step.

import type { Words } from "./words";

export interface Step<T> {
  readonly value: T;
  readonly label: Words;
}

export interface History<T> {
  readonly past: readonly Step<T>[];
  readonly future: readonly Step<T>[];
  /** Steps with the tag of the step before belong to it. */
  readonly tag: string | null;
}

export const MOST_STEPS = 300;

export function begin<T>(): History<T> {
  return { past: [], future: [], tag: null };
}

export function record<T>(
  history: History<T>,
  before: T,
  label: Words,
  tag: string | null,
): History<T> {
  const joins = tag !== null && tag === history.tag && history.past.length > 0;
  const past = joins ? history.past : [...history.past, { value: before, label }];
  return { past: past.slice(-MOST_STEPS), future: [], tag };
}

export function seal<T>(history: History<T>): History<T> {
  return history.tag === null ? history : { ...history, tag: null };
}

export interface Moved<T> {
  readonly value: T;
  readonly history: History<T>;
}

export function undo<T>(history: History<T>, now: T): Moved<T> | null {
  const step = history.past.at(-1);
  if (!step) return null;
  return {
    value: step.value,
    history: {
      past: history.past.slice(0, -1),
      future: [...history.future, { value: now, label: step.label }],
      tag: null,
    },
  };
}

export function redo<T>(history: History<T>, now: T): Moved<T> | null {
  const step = history.future.at(-1);
  if (!step) return null;
  return {
    value: step.value,
    history: {
      past: [...history.past, { value: now, label: step.label }],
      future: history.future.slice(0, -1),
      tag: null,
    },
  };
}
