// Steps back and forth in one condition, for pages that have no draft to keep them.

import { useState } from "react";

import type { Json } from "../shared/json";

interface Past {
  readonly steps: readonly Json[];
  readonly at: number;
  readonly tag: string | undefined;
}

export interface Condition {
  readonly value: Json;
  readonly change: (value: Json, tag?: string) => void;
  /** Null where there is no way. */
  readonly undo: (() => void) | null;
  readonly redo: (() => void) | null;
}

export function usePast(first: Json): Condition {
  const [past, setPast] = useState<Past>({ steps: [first], at: 0, tag: undefined });
  const change = (value: Json, tag?: string) =>
    setPast((now) => {
      // What is typed in one place is one step.
      const together = tag !== undefined && tag === now.tag && now.at === now.steps.length - 1;
      const kept = now.steps.slice(0, together ? now.at : now.at + 1);
      return { steps: [...kept, value], at: kept.length, tag };
    });
  const go = (step: number) => () =>
    setPast((now) => ({ ...now, at: now.at + step, tag: undefined }));
  return {
    value: past.steps[past.at] ?? null,
    change,
    undo: past.at === 0 ? null : go(-1),
    redo: past.at === past.steps.length - 1 ? null : go(1),
  };
}
