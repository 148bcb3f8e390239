// Lists of texts as documents have them.

import type { Json } from "../../../shared/json";
import { listOf } from "../../model/reading";

export function stringsOf(value: Json | undefined): readonly string[] {
  return listOf(value).filter((each): each is string => typeof each === "string");
}
