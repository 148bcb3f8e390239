// A value as JSON; what is typed is kept until it is JSON again, and until then nothing is changed.

import { useState } from "react";

import { equal, type Json } from "./json";
import { TextArea } from "./ui/fields";
import { w } from "./words";

export interface JsonAreaProps {
  readonly label: string;
  readonly value: Json | undefined;
  /** What is blank has no value. */
  readonly onChange: (value: Json | undefined) => void;
  readonly rows?: number;
  readonly hint?: string;
  readonly error?: string | null;
  readonly disabled?: boolean;
}

export function JsonArea({ value, onChange, error = null, rows = 3, ...rest }: JsonAreaProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const read = typed === null ? value : parsed(typed);
  const blank = typed !== null && typed.trim() === "";
  const fault = typed !== null && !blank && read === undefined;
  // What was changed elsewhere since is shown instead of what was typed.
  const stands = typed !== null && (fault || equal(blank ? undefined : read, value));
  const text = stands ? typed : value === undefined ? "" : JSON.stringify(value, null, 1);
  const take = (next: string) => {
    setTyped(next);
    if (next.trim() === "") return onChange(undefined);
    const found = parsed(next);
    if (found !== undefined && !equal(found, value)) onChange(found);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaving the text is heard here
    <div onBlur={() => (fault ? undefined : setTyped(null))}>
      <TextArea
        code
        rows={rows}
        value={text}
        error={
          fault ? w("还不是正确的 JSON，没有改。", "Not JSON yet; nothing is changed.") : error
        }
        onChange={take}
        {...rest}
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
