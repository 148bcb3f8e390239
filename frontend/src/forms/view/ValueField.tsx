// A value as its field takes it, written as JSON has it.

import type { Json } from "../../shared/json";
import { NumberField, Segmented, TextField } from "../../shared/ui/fields";
import { w } from "../../shared/words";
import { page } from "../state";

export interface ValueFieldProps {
  readonly label: string;
  readonly value: Json | undefined;
  /** The kind of the field it goes to. */
  readonly kind: string;
  readonly disabled: boolean;
  readonly onChange: (value: Json | undefined) => void;
}

export function ValueField({ label, value, kind, disabled, onChange }: ValueFieldProps) {
  const look = page().fields.kinds.find((each) => each.key === kind)?.look;
  if (look === "number" || look === "money" || look === "percent") {
    return (
      <NumberField
        label={label}
        value={typeof value === "number" ? value : null}
        disabled={disabled}
        {...(look === "percent"
          ? { unit: "%" }
          : look === "money"
            ? { unit: page().currency }
            : {})}
        onChange={(next) => onChange(next ?? undefined)}
      />
    );
  }
  if (look === "switch") {
    return (
      <div className="field">
        <span className="field__label">{label}</span>
        <Segmented
          label={label}
          value={value === true ? "yes" : value === false ? "no" : "none"}
          disabled={disabled}
          options={[
            { value: "none", label: w("没有", "None") },
            { value: "yes", label: w("是", "Yes") },
            { value: "no", label: w("否", "No") },
          ]}
          onChange={(next) => onChange(next === "none" ? undefined : next === "yes")}
        />
      </div>
    );
  }
  return (
    <TextField
      label={label}
      value={value === undefined || value === null ? "" : String(value)}
      disabled={disabled}
      onChange={(next) => onChange(next === "" ? undefined : next)}
    />
  );
}
