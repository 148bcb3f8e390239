// The condition of a check.

import type { Json } from "../../shared/json";
import { w } from "../../shared/words";
import { Expression } from "./Expression";

export interface CheckConditionProps {
  readonly object: string;
  readonly value: Json | undefined;
  readonly error: string | null;
  readonly onChange: (value: Json | undefined) => void;
}

export function CheckCondition({ object, value, error, onChange }: CheckConditionProps) {
  return (
    <Expression
      object={object}
      field="check"
      label={w("要满足的条件", "What must hold")}
      value={value}
      error={error}
      onChange={onChange}
    />
  );
}
