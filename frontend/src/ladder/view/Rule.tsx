// A condition as JSON, as long as it is JSON.

import { useState } from "react";

import { boot } from "../../shared/boot";
import { equal, type Json, type Path } from "../../shared/json";
import { TextArea } from "../../shared/ui/fields";
import { type Words, w } from "../../shared/words";

export interface RuleProps {
  readonly value: Json;
  readonly ladder: string;
  readonly label: Words;
  readonly path: Path;
  readonly onChange: (value: Json) => void;
}

export function Rule({ value, label, onChange }: RuleProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? value : parsed(typed);
  const text =
    typed !== null && (read === undefined || equal(read, value)) ? typed : written(value);
  return (
    <TextArea
      label={w(label.zh, label.en)}
      code
      rows={Math.min(14, text.split("\n").length + 1)}
      value={text}
      disabled={!boot().may.edit}
      error={read === undefined ? w("还不是正确的 JSON", "Not JSON yet") : null}
      onChange={(next) => {
        setTyped(next);
        const found = parsed(next);
        if (found !== undefined) onChange(found);
      }}
    />
  );
}

function written(value: Json): string {
  return JSON.stringify(value, null, 2);
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
