// Inputs with their label above, their help and their fault below.

import { type ComponentProps, type ReactNode, useEffect, useId, useState } from "react";

import { w } from "../words";
import styles from "./fields.module.css";

export interface Labelled {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly error?: string | null | undefined;
  /** The label is only read aloud. */
  readonly bare?: boolean;
}

interface Ids {
  readonly id: string;
  readonly "aria-describedby": string | undefined;
  readonly "aria-invalid": true | undefined;
}

export function Field({
  label,
  hint,
  error,
  bare,
  children,
}: Labelled & { readonly children: (ids: Ids) => ReactNode }) {
  const id = useId();
  const said = error ? `${id}-error` : hint ? `${id}-hint` : undefined;
  return (
    <div className="field">
      <label htmlFor={id} className={bare ? "only-read" : "field__label"}>
        {label}
      </label>
      {children({ id, "aria-describedby": said, "aria-invalid": error ? true : undefined })}
      {error ? (
        <p className="field__error" id={`${id}-error`}>
          {error}
        </p>
      ) : hint ? (
        <p className="field__hint" id={`${id}-hint`}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

type Input = Omit<ComponentProps<"input">, "value" | "onChange">;

export interface TextFieldProps extends Labelled, Input {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

export function TextField({ label, hint, error, bare, onChange, ...rest }: TextFieldProps) {
  return (
    <Field label={label} hint={hint} error={error} bare={bare ?? false}>
      {(ids) => (
        <input
          className="input"
          type="text"
          autoComplete="off"
          {...rest}
          {...ids}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export interface TextAreaProps extends Labelled {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  readonly code?: boolean;
  readonly disabled?: boolean;
}

export function TextArea({ label, hint, error, bare, onChange, code, ...rest }: TextAreaProps) {
  return (
    <Field label={label} hint={hint} error={error} bare={bare ?? false}>
      {(ids) => (
        <textarea
          className={`input ${code ? "input--code" : ""}`}
          spellCheck={!code}
          {...rest}
          {...ids}
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </Field>
  );
}

export interface NumberFieldProps extends Labelled, Omit<Input, "min" | "max"> {
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly min?: number;
  readonly max?: number;
  readonly unit?: string;
}

/** Takes a number while it is typed; what is no number yet stays in the input and changes nothing. */
export function NumberField({
  label,
  hint,
  error,
  bare,
  value,
  onChange,
  unit,
  ...rest
}: NumberFieldProps) {
  const [text, setText] = useState(value === null ? "" : String(value));
  const typed = text.trim() === "" ? null : Number(text);
  useEffect(() => {
    setText((now) => {
      const same = now.trim() === "" ? value === null : Number(now) === value;
      return same ? now : value === null ? "" : String(value);
    });
  }, [value]);
  const wrong =
    typed !== null && !Number.isFinite(typed) ? w("要填数字。", "A number, please.") : null;
  const take = (next: string) => {
    setText(next);
    const number = next.trim() === "" ? null : Number(next);
    if (number === null || Number.isFinite(number)) onChange(number);
  };
  return (
    <Field label={label} hint={hint} error={error ?? wrong} bare={bare ?? false}>
      {(ids) => (
        <span className={styles.united}>
          <input
            className="input"
            type="text"
            inputMode="decimal"
            autoComplete="off"
            {...rest}
            {...ids}
            value={text}
            onChange={(event) => take(event.target.value)}
          />
          {unit ? <span className={styles.unit}>{unit}</span> : null}
        </span>
      )}
    </Field>
  );
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly group?: string;
  readonly disabled?: boolean;
}

export interface SelectProps extends Labelled {
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChange: (value: string) => void;
  readonly disabled?: boolean;
  readonly className?: string;
}

export function Select({
  label,
  hint,
  error,
  bare,
  value,
  options,
  onChange,
  disabled,
  className,
}: SelectProps) {
  const groups = [...new Set(options.map((each) => each.group ?? ""))];
  const known = options.some((each) => each.value === value);
  return (
    <Field label={label} hint={hint} error={error} bare={bare ?? false}>
      {(ids) => (
        <select
          className={`input ${className ?? ""}`}
          value={value}
          disabled={disabled}
          onChange={(event) => onChange(event.target.value)}
          {...ids}
        >
          {known ? null : <option value={value}>{value}</option>}
          {groups.map((group) => {
            const within = options.filter((each) => (each.group ?? "") === group);
            const shown = within.map((each) => (
              <option key={each.value} value={each.value} disabled={each.disabled}>
                {each.label}
              </option>
            ));
            return group ? (
              <optgroup key={group} label={group}>
                {shown}
              </optgroup>
            ) : (
              shown
            );
          })}
        </select>
      )}
    </Field>
  );
}

export interface SwitchProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
  readonly disabled?: boolean;
}

export function Switch({ label, hint, value, onChange, disabled }: SwitchProps) {
  return (
    <label className={styles.switch}>
      <input
        type="checkbox"
        role="switch"
        checked={value}
        aria-checked={value}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
      />
      <span>
        {label}
        {hint ? <small>{hint}</small> : null}
      </span>
    </label>
  );
}

export interface SegmentedProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: readonly { readonly value: T; readonly label: ReactNode }[];
  readonly onChange: (value: T) => void;
  readonly disabled?: boolean;
}

/** One choice of a few that stand beside each other. */
export function Segmented<T extends string>({
  label,
  value,
  options,
  onChange,
  disabled,
}: SegmentedProps<T>) {
  const name = useId();
  return (
    <fieldset className={styles.segments}>
      <legend className="only-read">{label}</legend>
      {options.map((each) => (
        <label key={each.value} className={styles.segment}>
          <input
            type="radio"
            name={name}
            checked={each.value === value}
            disabled={disabled}
            onChange={() => onChange(each.value)}
          />
          <span>{each.label}</span>
        </label>
      ))}
    </fieldset>
  );
}
