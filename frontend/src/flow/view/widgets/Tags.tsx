// Several texts, each typed and ended with Enter or a comma.

import { Field } from "../../../shared/ui/fields";
import { Close } from "../../../shared/ui/icons";
import { useAdding } from "../../../shared/ui/useAdding";
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
  const typing = useAdding(value, onChange, (part) => part);
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
            disabled={disabled}
            placeholder={w("输入后按回车", "type, then Enter")}
            {...typing}
          />
        </div>
      )}
    </Field>
  );
}
