// The editor of conditions in the place of a text of JSON, which keeps what it writes.

import { useLayoutEffect, useState } from "react";

import { ConditionEditor } from "../conditions/ConditionEditor";
import { Steps } from "../conditions/Steps";
import { usePast } from "../conditions/usePast";
import type { Json } from "../shared/json";
import styles from "./field.module.css";

export interface ConditionFieldProps {
  readonly text: HTMLTextAreaElement;
  /** What holds the text and its label, and is hidden behind the editor. */
  readonly field: Element;
}

export function ConditionField({ text, field }: ConditionFieldProps) {
  const [first] = useState(() => read(text.value));
  // What is no JSON is left as it is, with the server's word beside it.
  return first === undefined ? null : <Drawn text={text} field={field} first={first} />;
}

function Drawn({ text, field, first }: ConditionFieldProps & { readonly first: Json }) {
  const { value, change, undo, redo } = usePast(first);
  useLayoutEffect(() => {
    field.setAttribute("hidden", "");
    return () => field.removeAttribute("hidden");
  }, [field]);
  useLayoutEffect(() => {
    // A condition that nobody touched is sent back byte for byte.
    if (value !== first) text.value = value === null ? "" : JSON.stringify(value, null, 2);
  }, [text, value, first]);
  const label = field.querySelector(".field__label")?.textContent ?? "";
  return (
    <div className={styles.field}>
      <div className={styles.head}>
        <span className="field__label">{label}</span>
        <Steps undo={undo} redo={redo} />
      </div>
      <ConditionEditor
        place={text.dataset.condition || "member"}
        value={value}
        onChange={change}
        label={label}
        disabled={text.readOnly}
      />
    </div>
  );
}

function read(text: string): Json | undefined {
  if (!text.trim()) return null;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}
