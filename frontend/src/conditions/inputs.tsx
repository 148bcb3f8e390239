// Inputs for single values: each fits one sort, and keeps what is typed until it is such a value.

import { useEffect, useState } from "react";

import type { Json } from "../shared/json";
import { language, t, w } from "../shared/words";
import styles from "./conditions.module.css";
import { useEditor } from "./editor";
import type { Sort } from "./kinds";
import { shown, written } from "./moments";

export interface InputProps<T> {
  readonly label: string;
  readonly value: T;
  readonly onChange: (value: T) => void;
}

/** Reads a number as people type it: with full-width digits, thousands separators, a sign of money. */
export function numberOf(text: string): number | null {
  const plain = text
    .normalize("NFKC")
    .replace(/[,，\s¥￥$€£%元]/g, "")
    .trim();
  return plain === "" || !Number.isFinite(Number(plain)) ? null : Number(plain);
}

export interface NumberInputProps extends InputProps<number | null> {
  readonly unit?: string | null;
  readonly whole?: boolean;
  readonly least?: number | null;
  readonly most?: number | null;
  readonly needed?: boolean;
}

export function NumberInput(props: NumberInputProps) {
  const { label, value, onChange, unit, whole, least, most, needed = true } = props;
  const { catalogue, disabled } = useEditor();
  const [text, setText] = useState(value === null ? "" : String(value));
  const typed = numberOf(text);
  useEffect(() => {
    setText((now) => (numberOf(now) === value ? now : value === null ? "" : String(value)));
  }, [value]);
  const isWhole = typed === null || !whole || Number.isInteger(typed);
  const within = typed === null || ((least ?? -Infinity) <= typed && typed <= (most ?? Infinity));
  const wrong = !isWhole || !within || (text.trim() !== "" && typed === null);
  const around = unit ? catalogue.palette.units[unit] : undefined;
  const take = (next: string) => {
    setText(next);
    const number = numberOf(next);
    if (next.trim() === "") onChange(null);
    else if (number !== null) onChange(number);
  };
  return (
    <span className={styles.number}>
      {around ? <span className={styles.unit}>{around.before[language]}</span> : null}
      <input
        className="input"
        type="text"
        inputMode="decimal"
        autoComplete="off"
        size={Math.max(5, Math.min(14, text.length + 1))}
        aria-label={label}
        aria-invalid={wrong || (needed && text.trim() === "") ? true : undefined}
        placeholder={needed ? w("填写", "fill in") : ""}
        disabled={disabled}
        value={text}
        onChange={(event) => take(event.target.value)}
      />
      {around ? <span className={styles.unit}>{around.after[language]}</span> : null}
    </span>
  );
}

export function TextInput({
  label,
  value,
  onChange,
  needed = true,
}: InputProps<string> & { readonly needed?: boolean }) {
  const { disabled } = useEditor();
  return (
    <input
      className={`input ${styles.text}`}
      type="text"
      autoComplete="off"
      aria-label={label}
      aria-invalid={needed && value === "" ? true : undefined}
      placeholder={needed ? w("填写", "fill in") : ""}
      disabled={disabled}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

export interface SelectInputProps extends InputProps<string> {
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly className?: string;
  readonly placeholder?: string;
}

export function SelectInput(props: SelectInputProps) {
  const { label, value, onChange, options, className, placeholder } = props;
  const { disabled } = useEditor();
  const known = options.some((each) => each.value === value);
  return (
    <select
      className={`input ${styles.select} ${className ?? ""}`}
      aria-label={label}
      aria-invalid={known ? undefined : true}
      disabled={disabled}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {known ? null : (
        <option value={value}>{value || (placeholder ?? w("选择…", "choose…"))}</option>
      )}
      {options.map((each) => (
        <option key={each.value} value={each.value}>
          {each.label}
        </option>
      ))}
    </select>
  );
}

/** Takes one literal of a sort. */
export function LiteralInput({
  label,
  sort,
  value,
  onChange,
}: InputProps<Json> & { readonly sort: Sort }) {
  const { catalogue, disabled } = useEditor();
  const text = typeof value === "string" ? value : value === null ? "" : String(value);
  if (sort.choices.length > 0) {
    const options = sort.choices.map((each) => ({ value: each.key, label: t(each.label) }));
    return <SelectInput label={label} value={text} options={options} onChange={onChange} />;
  }
  switch (sort.kind) {
    case "integer":
    case "number":
    case "money":
    case "rank":
      return (
        <NumberInput
          label={label}
          value={typeof value === "number" ? value : null}
          unit={sort.unit}
          whole={sort.kind === "integer"}
          onChange={onChange}
        />
      );
    case "boolean":
      return (
        <SelectInput
          label={label}
          value={text}
          options={[
            { value: "true", label: w("是", "yes") },
            { value: "false", label: w("否", "no") },
          ]}
          onChange={(next) => onChange(next === "true")}
        />
      );
    case "date":
      return (
        <input
          className={`input ${styles.date}`}
          type="date"
          aria-label={label}
          aria-invalid={text === "" ? true : undefined}
          disabled={disabled}
          value={text}
          onChange={(event) => onChange(event.target.value || null)}
        />
      );
    case "datetime":
      return (
        <input
          className={`input ${styles.date}`}
          type="datetime-local"
          aria-label={label}
          aria-invalid={text === "" ? true : undefined}
          disabled={disabled}
          title={w(`时区：${catalogue.palette.zone}`, `Time zone: ${catalogue.palette.zone}`)}
          value={shown(text, catalogue.palette.zone)}
          onChange={(event) => onChange(written(event.target.value, catalogue.palette.zone))}
        />
      );
    default:
      return <TextInput label={label} value={text} onChange={onChange} />;
  }
}
