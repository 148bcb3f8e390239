// The condition of a check, in the editor of conditions.

import { ConditionEditor } from "../../conditions/ConditionEditor";
import { boot } from "../../shared/boot";
import type { Json } from "../../shared/json";
import { draft } from "../../shared/useDraft";
import { w } from "../../shared/words";

export interface CheckConditionProps {
  readonly object: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
}

export function CheckCondition({ object, value, onChange }: CheckConditionProps) {
  return (
    <ConditionEditor
      place={`check:${object}`}
      value={value ?? null}
      content={() => draft().now.document}
      disabled={!boot().may.edit}
      label={w("要满足的条件", "What must hold")}
      onChange={(next) => onChange(next ?? undefined)}
    />
  );
}
