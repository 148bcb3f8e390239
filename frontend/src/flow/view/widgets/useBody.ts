// The example of a body that an operator gave, kept on this device, and what can be picked of it.

import { useMemo } from "react";
import { create } from "zustand";

import type { About } from "../../../conditions/asking";
import { isObject, type Json, type JsonObject } from "../../../shared/json";
import { fieldsOf } from "../../model/body";
import { island } from "../../state";

function place(): string {
  return `rungs:sample:${island().key}`;
}

function kept(): JsonObject | null {
  try {
    const found = JSON.parse(localStorage.getItem(place()) ?? "null") as Json;
    return isObject(found) ? found : null;
  } catch {
    return null;
  }
}

const useSample = create<{ readonly sample: JsonObject | null }>(() => ({ sample: kept() }));

export function keepSample(sample: Json | undefined): void {
  const next = isObject(sample) ? sample : null;
  useSample.setState({ sample: next });
  try {
    if (next) localStorage.setItem(place(), JSON.stringify(next));
    else localStorage.removeItem(place());
  } catch {
    // A full store keeps it for as long as the page is open.
  }
}

export function useTheSample(): JsonObject | null {
  return useSample((now) => now.sample);
}

/** Gives what a body is known by: the example, and the paths that are named already. */
export function useBody(...used: readonly (Json | undefined)[]): About {
  const sample = useTheSample();
  const fields = fieldsOf(sample, ...used);
  const names = fields.map((each) => `${each.name} ${each.kind}`).join("\n");
  // biome-ignore lint/correctness/useExhaustiveDependencies: The names say whether they are the same.
  return useMemo(() => ({ sample, fields }), [sample, names]);
}
