// Several texts, each typed and ended with Enter or a comma.

import { useState } from "react";

import { Field } from "../../../shared/ui/fields";
import { Close } from "../../../shared/ui/icons";
import { w } from "../../../shared/words";
import styles from "../pane.module.css";

export interface TagsProps {
  readonly label: string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly error?: string | null | undefined;
  readonly disabled?: boolean;
}

export function Tags({ label, value, onChange, error, disabled = false }: TagsProps) {
  const [text, setText] = useState("");
  const add = () => {
    const parts = text.split(/[,，、;；]/).map((each) => each.trim());
    const more = parts.filter((each) => each !== "" && !value.includes(each));
    if (more.length > 0) onChange([...value, ...new Set(more)]);
    setText("");
  };
  return (
    <Field label={label} error={error}>
      {(ids) => (
        <div className={styles.tags}>
          {value.map((each) => (
            <span key={each} className={styles.tag}>
              {each}
              {disabled ? null : (
                <button
                  type="button"
                  aria-label={w(`去掉 ${each}`, `Remove ${each}`)}
                  onClick={() => onChange(value.filter((one) => one !== each))}
                >
                  <Close size={12} />
                </button>
              )}
            </span>
          ))}
          <input
            {...ids}
            className="input"
            value={text}
            disabled={disabled}
            autoComplete="off"
            placeholder={w("输入后按回车", "type, then Enter")}
            onChange={(event) => setText(event.target.value)}
            onBlur={add}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === "Enter" || event.key === ",") {
                event.preventDefault();
                add();
              } else if (event.key === "Backspace" && text === "" && value.length > 0) {
                onChange(value.slice(0, -1));
              }
            }}
          />
        </div>
      )}
    </Field>
  );
}
