// An input for what has a name in both languages.

import { useId } from "react";

import { language, type Words, w } from "../words";
import type { Labelled } from "./fields";
import styles from "./fields.module.css";

export interface WordsFieldProps extends Labelled {
  readonly value: Words;
  readonly onChange: (value: Words) => void;
  readonly rows?: number;
  readonly disabled?: boolean;
}

/** The language one reads comes first, so that a new thing is named in it at once. */
const LANGUAGES = language === "en" ? (["en", "zh"] as const) : (["zh", "en"] as const);

/** Takes what an operator names in both languages; the second may stay blank. */
export function WordsField({
  label,
  hint,
  error,
  value,
  onChange,
  rows,
  disabled,
}: WordsFieldProps) {
  const id = useId();
  const Input = rows ? "textarea" : "input";
  const said = error ? `${id}-said` : hint ? `${id}-said` : undefined;
  return (
    <fieldset className={styles.words} aria-describedby={said}>
      <legend className="field__label">{label}</legend>
      {LANGUAGES.map((tongue) => (
        <div className={styles.language} key={tongue}>
          <span className={styles.tongue} aria-hidden="true">
            {tongue === "zh" ? "中" : "EN"}
          </span>
          <Input
            className="input"
            value={value[tongue]}
            disabled={disabled}
            aria-label={`${label} · ${tongue === "zh" ? w("中文", "Chinese") : w("英文", "English")}`}
            aria-invalid={error ? true : undefined}
            lang={tongue === "zh" ? "zh-CN" : "en"}
            {...(rows ? { rows } : {})}
            onChange={(event) => onChange({ ...value, [tongue]: event.target.value })}
          />
        </div>
      ))}
      {said ? (
        <p className={error ? "field__error" : "field__hint"} id={said}>
          {error ?? hint}
        </p>
      ) : null}
    </fieldset>
  );
}
