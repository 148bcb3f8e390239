// Inputs for several values: chips of what is offered, or whatever is typed.

import type { ReactNode } from "react";

import type { Json } from "../shared/json";
import { Close } from "../shared/ui/icons";
import { useAdding } from "../shared/ui/useAdding";
import { t, w } from "../shared/words";
import styles from "./conditions.module.css";
import { useEditor } from "./editor";
import { type InputProps, numberOf } from "./inputs";
import type { Choice, Sort } from "./kinds";

/** Takes several literals: chips of what is offered, or whatever is typed. */
export function ListInput({
  label,
  sort,
  value,
  onChange,
}: InputProps<readonly Json[]> & { readonly sort: Sort }) {
  const { disabled } = useEditor();
  const isNumber = sort.kind === "integer" || sort.kind === "number" || sort.kind === "money";
  const typing = useAdding<Json>(value, onChange, (part) => (isNumber ? numberOf(part) : part));
  const without = (item: Json) => onChange(value.filter((each) => each !== item));
  if (sort.choices.length > 0) {
    return <Choices label={label} choices={sort.choices} value={value} onChange={onChange} />;
  }
  return (
    <span className={styles.list}>
      {value.map((item) => (
        <Chip key={JSON.stringify(item)} onRemove={disabled ? null : () => without(item)}>
          {String(item)}
        </Chip>
      ))}
      <input
        className={`input ${styles.more}`}
        aria-label={w(`${label}：添加一项`, `${label}: add one`)}
        aria-invalid={value.length === 0 && typing.value === "" ? true : undefined}
        placeholder={w("输入后按回车", "type, then Enter")}
        disabled={disabled}
        {...typing}
      />
    </span>
  );
}

function Choices({
  label,
  choices,
  value,
  onChange,
}: InputProps<readonly Json[]> & { readonly choices: readonly Choice[] }) {
  const { disabled } = useEditor();
  const unknown = value.filter((item) => !choices.some((each) => each.key === item));
  const toggle = (key: string) => {
    const kept = value.filter((item) => item !== key);
    onChange(kept.length === value.length ? [...value, key] : kept);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: A fieldset cannot stand inside of a line.
    <span className={styles.list} role="group" aria-label={label}>
      {choices.map(({ key, label: named, tone }) => (
        <button
          key={key}
          type="button"
          className={`${styles.choice} ${tone ? styles.toned : ""}`}
          data-tone={tone}
          aria-pressed={value.includes(key)}
          disabled={disabled}
          onClick={() => toggle(key)}
        >
          {t(named)}
        </button>
      ))}
      {unknown.map((item) => (
        <Chip
          key={JSON.stringify(item)}
          wrong
          onRemove={() => onChange(value.filter((each) => each !== item))}
        >
          {String(item)}
        </Chip>
      ))}
      {value.length === 0 ? (
        <small className={styles.hint}>{w("至少选一项", "choose at least one")}</small>
      ) : null}
    </span>
  );
}

function Chip({
  children,
  wrong,
  onRemove,
}: {
  readonly children: ReactNode;
  readonly wrong?: boolean;
  readonly onRemove: (() => void) | null;
}) {
  return (
    <span className={`${styles.item} ${wrong ? styles.itemWrong : ""}`}>
      {children}
      {onRemove ? (
        <button
          type="button"
          aria-label={w(`去掉 ${children}`, `Remove ${children}`)}
          onClick={onRemove}
        >
          <Close size={12} />
        </button>
      ) : null}
    </span>
  );
}
