// What a metric of the draft is called, as far as the server has said so.

import type { Measure } from "../../generated/ladder";
import { equal, type Json, type JsonObject } from "../../shared/json";
import type { Shown } from "./ThresholdAxis";

export function measureOf(known: readonly Measure[], metric: JsonObject): Shown {
  const found = known.find((each) => equal(each.expression as Json, metric));
  if (found) return found;
  const name = typeof metric.var === "string" ? metric.var : JSON.stringify(metric);
  return { label: { zh: name, en: name }, unit: { zh: "", en: "" }, whole: false };
}
