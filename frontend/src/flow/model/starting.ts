// A ready-made automation in the place of an empty one.

import type { FlowIsland } from "../../generated/flow";
import type { JsonObject } from "../../shared/json";

/** Puts a ready-made automation in the place of one without steps; its name and folder stay. */
export function begun(flow: JsonObject, starter: FlowIsland["starters"][number]): JsonObject {
  return { ...flow, ...(starter.flow as JsonObject), enabled: false };
}
