// A formula or a metric as JSON; what is typed is kept until it is JSON again.

import { useState } from "react";

import { boot } from "../../shared/boot";
import { equal, type Json } from "../../shared/json";
import { TextArea } from "../../shared/ui/fields";
import { w } from "../../shared/words";

export interface JsonTextProps {
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

export function JsonText({ field, label, value, error, onChange }: JsonTextProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const written = value === undefined ? "" : JSON.stringify(value, null, 1);
  const text = typed ?? written;
  const fault = typed !== null && parsed(typed) === undefined && typed.trim() !== "";
  const take = (next: string) => {
    setTyped(next);
    if (next.trim() === "") return onChange(undefined);
    const read = parsed(next);
    if (read !== undefined && !equal(read, value)) onChange(read);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaving the text is heard here
    <div onBlur={() => (fault ? undefined : setTyped(null))}>
      <TextArea
        code
        label={label}
        rows={4}
        value={text}
        disabled={!boot().may.edit}
        error={
          fault ? w("还不是正确的 JSON，没有改。", "Not JSON yet; nothing is changed.") : error
        }
        hint={w(`例如 ${EXAMPLES[field] ?? ""}`, `One is ${EXAMPLES[field] ?? ""}`)}
        onChange={take}
      />
    </div>
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
