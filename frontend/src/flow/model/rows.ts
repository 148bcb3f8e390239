// Values under names, in their order.

import type { JsonObject } from "../../shared/json";

/** Calls one of several values by another name; null where the name is taken or blank. */
export function renamed(given: JsonObject, from: string, to: string): JsonObject | null {
  if (to === "" || (to !== from && Object.keys(given).includes(to))) return null;
  return Object.fromEntries(
    Object.entries(given).map(([key, each]) => [key === from ? to : key, each]),
  );
}
