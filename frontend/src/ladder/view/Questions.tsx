// Plain questions of a form: a title that asks, the choice, and what the choice means.

import type { ReactNode } from "react";

import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { NumberField, Select } from "../../shared/ui/fields";
import { w } from "../../shared/words";
import { write } from "../actions";
import styles from "./ladder.module.css";

export function Group({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles.group}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

export interface Answer {
  readonly value: string;
  readonly zh: string;
  readonly en: string;
}

export interface PickProps {
  readonly zh: string;
  readonly en: string;
  readonly path: Path;
  readonly value: Json | undefined;
  readonly usual: string;
  readonly answers: readonly Answer[];
  readonly hint?: string;
}

/** A question with a few answers, each a word in the document. */
export function Pick({ zh, en, path, value, usual, answers, hint }: PickProps) {
  return (
    <Select
      label={w(zh, en)}
      hint={hint}
      value={typeof value === "string" ? value : usual}
      disabled={!boot().may.edit}
      options={answers.map((each) => ({ value: each.value, label: w(each.zh, each.en) }))}
      onChange={(next) => write(path, next, { zh, en })}
    />
  );
}

export interface HowManyProps {
  readonly zh: string;
  readonly en: string;
  readonly path: Path;
  readonly value: Json | undefined;
  readonly usual: number;
  readonly unit?: string;
  readonly hint?: string;
}

/** A question whose answer is a number; blank is the usual one. */
export function HowMany({ zh, en, path, value, usual, unit, hint }: HowManyProps) {
  return (
    <NumberField
      label={w(zh, en)}
      hint={hint}
      {...(unit ? { unit } : {})}
      value={typeof value === "number" ? value : usual}
      disabled={!boot().may.edit}
      onChange={(next) => write(path, next === null ? undefined : next, { zh, en })}
    />
  );
}

const COUNTED = /^([1-9][0-9]{0,3})(d|mo)$/;

export function isCounted(word: Json | undefined): boolean {
  return typeof word === "string" && COUNTED.test(word);
}

export interface CountedProps {
  readonly label: string;
  readonly value: Json | undefined;
  readonly onChange: (word: string) => void;
}

/** So many days or months, written as one word: 365d, 12mo. */
export function Counted({ label, value, onChange }: CountedProps) {
  const [, count = "12", unit = "mo"] = COUNTED.exec(String(value)) ?? [];
  return (
    <div className={styles.counted}>
      <NumberField
        label={label}
        value={Number(count)}
        disabled={!boot().may.edit}
        onChange={(next) =>
          next && next >= 1 ? onChange(`${Math.floor(next)}${unit}`) : undefined
        }
      />
      <Select
        label={w("单位", "Unit")}
        value={unit}
        disabled={!boot().may.edit}
        options={[
          { value: "d", label: w("天", "days") },
          { value: "mo", label: w("个月", "months") },
        ]}
        onChange={(next) => onChange(`${count}${next}`)}
      />
    </div>
  );
}
