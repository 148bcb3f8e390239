// An input for a value as documents write it, by the look of its kind.

import type { Look } from "../../generated/fields";
import { isList, type Json } from "../../shared/json";
import { NumberField, type Option, Select, TextArea, TextField } from "../../shared/ui/fields";
import { w } from "../../shared/words";
import { textOf } from "../model/reading";
import { island } from "../state";

export interface ValueInputProps {
  readonly look: Look;
  readonly label: string;
  readonly value: Json | undefined;
  readonly onChange: (value: Json | undefined) => void;
  /** What may be chosen, where the value is one of several. */
  readonly choices?: readonly Option[];
  readonly unit?: string;
  readonly hint?: string | undefined;
  readonly error?: string | null;
  readonly disabled?: boolean;
  readonly placeholder?: string;
}

const UNSET: Option = { value: "", label: "—" };

export function ValueInput(props: ValueInputProps) {
  const { look, value, onChange, choices = [], unit, placeholder, ...rest } = props;
  const text = (next: string) => onChange(next === "" ? undefined : next);
  const shown = { ...rest, ...(placeholder ? { placeholder } : {}) };
  switch (look) {
    case "paragraph":
      return <TextArea {...rest} value={textOf(value)} onChange={text} rows={3} />;
    case "number":
    case "money":
    case "percent": {
      const sign = look === "money" ? island().currency : look === "percent" ? "%" : unit;
      return (
        <NumberField
          {...shown}
          value={typeof value === "number" ? value : value === undefined ? null : Number(value)}
          {...(sign ? { unit: sign } : {})}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    }
    case "switch": {
      const chosen = value === true ? "yes" : value === false ? "no" : "";
      const answers = [
        { value: "", label: w("不预设", "Not set") },
        { value: "yes", label: w("是", "Yes") },
        { value: "no", label: w("否", "No") },
      ];
      return (
        <Select
          {...rest}
          value={chosen}
          options={answers}
          onChange={(next) => onChange(next === "" ? undefined : next === "yes")}
        />
      );
    }
    case "choice":
    case "object":
      return (
        <Select {...rest} value={textOf(value)} options={[UNSET, ...choices]} onChange={text} />
      );
    case "tags":
      return (
        <TextField
          {...shown}
          value={isList(value) ? value.map(String).join("、") : textOf(value)}
          onChange={(next) => {
            const parts = next.split(/[,，、;；]/).map((each) => each.trim());
            onChange(next === "" ? undefined : parts);
          }}
        />
      );
    case "day":
      return <TextField {...shown} type="date" value={textOf(value)} onChange={text} />;
    case "moment":
      return (
        <TextField
          {...shown}
          type="datetime-local"
          value={textOf(value).replace(" ", "T")}
          onChange={(next) => text(next.replace("T", " "))}
        />
      );
    default:
      return (
        <TextField
          {...shown}
          value={value === undefined || value === null ? "" : String(value)}
          onChange={text}
        />
      );
  }
}
