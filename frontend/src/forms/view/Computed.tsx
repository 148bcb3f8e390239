// A value that is worked out instead of typed: JSON-Logic over the answers.

import { useState } from "react";

import { boot } from "../../shared/boot";
import { equal, type Json, type Path } from "../../shared/json";
import { Switch, TextArea } from "../../shared/ui/fields";
import { t, type Words, w } from "../../shared/words";
import { write } from "../actions";

export interface ComputedProps {
  readonly label: Words;
  readonly path: Path;
  readonly value: Json | undefined;
}

const BEGIN: Json = { "+": [0, 0] };

export function Computed({ label, path, value }: ComputedProps) {
  const there = value !== undefined && value !== null;
  return (
    <>
      <Switch
        label={t(label)}
        hint={w("值由算式得出，不用填", "An expression gives the value; nobody types it")}
        value={there}
        disabled={!boot().may.edit}
        onChange={(next) => write(path, next ? BEGIN : undefined, label)}
      />
      {there ? <Expression label={label} path={path} value={value} /> : null}
    </>
  );
}

function Expression({ label, path, value }: ComputedProps & { readonly value: Json }) {
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? value : parsed(typed);
  const text =
    typed !== null && (read === undefined || equal(read, value)) ? typed : JSON.stringify(value);
  return (
    <TextArea
      code
      label={w("算式（JSON-Logic）", "Expression (JSON-Logic)")}
      hint={w(
        '用答案的标识，如 {"*": [{"var": "cups"}, 2]}',
        'Answers by key, such as {"*": [{"var": "cups"}, 2]}',
      )}
      error={read === undefined ? w("还不是正确的 JSON", "Not JSON yet") : null}
      value={text}
      rows={3}
      disabled={!boot().may.edit}
      onChange={(next) => {
        setTyped(next);
        const found = parsed(next);
        if (found !== undefined) write(path, found, label);
      }}
    />
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
