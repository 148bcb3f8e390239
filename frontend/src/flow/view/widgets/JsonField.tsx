// An option this page knows no better way to ask for, as JSON; what is typed is kept until it is JSON.

import { useState } from "react";

import { equal, type Json } from "../../../shared/json";
import { TextArea } from "../../../shared/ui/fields";
import { w } from "../../../shared/words";
import { labelOf, type WidgetProps } from "../Widget";

export function JsonField({ option, value, locked, error, onChange }: WidgetProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? (value === undefined ? "" : JSON.stringify(value, null, 1));
  const fault = typed !== null && typed.trim() !== "" && parsed(typed) === undefined;
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
        rows={3}
        label={labelOf(option)}
        value={text}
        disabled={locked}
        error={
          fault ? w("还不是正确的 JSON，没有改。", "Not JSON yet; nothing is changed.") : error
        }
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
