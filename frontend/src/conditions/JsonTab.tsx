// The condition as JSON: kept in step with the rules; what is not JSON yet stays in the field only.

import { useEffect, useId, useRef, useState } from "react";

import { placeOf } from "../document/place";
import { type Json, parsePointer } from "../shared/json";
import { t, w } from "../shared/words";
import styles from "./conditions.module.css";
import { useEditor } from "./editor";
import { same } from "./same";
import { useFindings } from "./told";

export interface JsonTabProps {
  readonly value: Json;
  readonly onChange: (value: Json, tag?: string) => void;
}

export function JsonTab({ value, onChange }: JsonTabProps) {
  const { disabled } = useEditor();
  const [text, setText] = useState(() => shown(value));
  const [fault, setFault] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const id = useId();
  const findings = useFindings("");
  useEffect(() => {
    // What the rules were changed to is shown, unless it is what stands in the field already.
    setText((now) => {
      const typed = parsed(now);
      return typed !== undefined && same(typed, value)
        ? now
        : typed === undefined
          ? now
          : shown(value);
    });
  }, [value]);
  const take = (next: string) => {
    setText(next);
    const typed = parsed(next);
    setFault(typed === undefined ? faultIn(next) : null);
    if (typed !== undefined && !same(typed, value)) onChange(typed, "json");
  };
  const jump = (at: string) => {
    const start = placeOf(text, parsePointer(at));
    area.current?.focus();
    area.current?.setSelectionRange(start, Math.max(start, text.indexOf("\n", start)));
  };
  return (
    <div className={styles.json}>
      <label className="only-read" htmlFor={id}>
        {w("条件的 JSON", "The condition as JSON")}
      </label>
      <textarea
        id={id}
        ref={area}
        className="input input--code"
        spellCheck={false}
        rows={Math.max(8, Math.min(24, text.split("\n").length + 1))}
        readOnly={disabled}
        aria-invalid={fault ? true : undefined}
        aria-describedby={fault ? `${id}-fault` : undefined}
        value={text}
        onChange={(event) => take(event.target.value)}
      />
      {fault ? (
        <p className="field__error" id={`${id}-fault`} role="alert">
          {fault}
        </p>
      ) : null}
      {findings.length > 0 && !fault ? (
        <ul className={styles.faults}>
          {findings.map((each) => (
            <li key={`${each.at} ${t(each.message)}`} data-severity={each.severity}>
              <button type="button" className={styles.link} onClick={() => jump(each.at)}>
                {w(`第 ${lineOf(text, each.at)} 行`, `Line ${lineOf(text, each.at)}`)}
              </button>
              <span>
                {t(each.message)} {each.fix ? t(each.fix) : ""}
              </span>
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function shown(value: Json): string {
  return JSON.stringify(value, null, 2);
}

function parsed(text: string): Json | undefined {
  try {
    return text.trim() === "" ? null : (JSON.parse(text) as Json);
  } catch {
    return undefined;
  }
}

function faultIn(text: string): string {
  let reason = "";
  try {
    JSON.parse(text);
  } catch (error) {
    reason = error instanceof Error ? error.message : "";
  }
  const found = /position (\d+)/.exec(reason)?.[1];
  const line = found === undefined ? null : text.slice(0, Number(found)).split("\n").length;
  const where = line === null ? "" : w(`（第 ${line} 行附近）`, ` (near line ${line})`);
  return w(
    `还不是正确的 JSON${where}，条件没有改动，你写的内容留在这里。`,
    `Not JSON yet${where}: the condition is unchanged, and what you wrote stays here.`,
  );
}

function lineOf(text: string, at: string): number {
  return text.slice(0, placeOf(text, parsePointer(at))).split("\n").length;
}
