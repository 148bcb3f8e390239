// A formula or a metric of a field: picked from what the palette offers, or written as JSON.

import { ValueEditor } from "../../conditions/ValueEditor";
import { boot } from "../../shared/boot";
import type { Json } from "../../shared/json";
import { draft } from "../../shared/useDraft";
import { w } from "../../shared/words";

export interface ExpressionProps {
  /** Whose records it is about. */
  readonly object: string;
  /** The kind of the field it belongs to. */
  readonly field: string;
  readonly label: string;
  readonly value: Json | undefined;
  readonly error: string | null;
  readonly onChange: (value: Json | undefined) => void;
}

const EXAMPLES: Readonly<Record<string, string>> = {
  rollup: '{"sum_of": ["order.net", "365d"]}',
  formula: '{"days_since": [{"var": "joined_at"}]}',
};

export function Expression({ object, field, ...rest }: ExpressionProps) {
  const ofMembers = field === "rollup" && object === "member";
  const example = EXAMPLES[field] ?? "";
  return (
    <ValueEditor
      {...rest}
      place={ofMembers ? "member" : `record:${object}`}
      disabled={!boot().may.edit}
      content={() => draft().now.document}
      {...(example ? { hint: w(`例如 ${example}`, `One is ${example}`) } : {})}
    />
  );
}
