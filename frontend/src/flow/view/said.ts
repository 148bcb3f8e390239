// Words as documents have them: what says nothing is left out.

import type { Json } from "../../shared/json";
import type { Words } from "../../shared/words";

export function said(words: Words): Json | undefined {
  return words.zh || words.en ? { ...words } : undefined;
}
