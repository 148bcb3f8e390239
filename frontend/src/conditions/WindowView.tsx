// A window of time: reads as part of the sentence, and opens to be chosen.

import { useState } from "react";

import type { WindowForm } from "../generated/conditions";
import { Check, ChevronDown } from "../shared/ui/icons";
import list from "../shared/ui/SearchList.module.css";
import { t, w } from "../shared/words";
import styles from "./conditions.module.css";
import { useEditor } from "./editor";
import { Floating } from "./Floating";
import { NumberInput } from "./inputs";

export interface WindowViewProps {
  readonly value: string | null;
  readonly onChange: (value: string | null) => void;
}

export function WindowView({ value, onChange }: WindowViewProps) {
  const { catalogue, disabled } = useEditor();
  const found = value === null ? null : catalogue.window(value);
  const text = found
    ? t(found.form.label).replace("{n}", String(found.count))
    : (value ?? w("累计", "in total"));
  return (
    <Floating
      label={`${w("时间范围", "Time")}: ${text}`}
      className={`${styles.window} ${value !== null && !found ? styles.operandWrong : ""}`}
      disabled={disabled}
      face={
        <>
          {text}
          <ChevronDown size={14} aria-hidden="true" />
        </>
      }
    >
      {(close) => (
        <ul className={styles.forms}>
          {catalogue.palette.windows.map((form) => (
            <Form
              key={form.word}
              form={form}
              count={found?.form === form ? found.count : null}
              isChosen={found?.form === form}
              onChoose={(word) => {
                onChange(word);
                close();
              }}
              onCount={onChange}
            />
          ))}
        </ul>
      )}
    </Floating>
  );
}

interface FormProps {
  readonly form: WindowForm;
  readonly count: number | null;
  readonly isChosen: boolean;
  readonly onChoose: (word: string) => void;
  readonly onCount: (word: string) => void;
}

function Form({ form, count, isChosen, onChoose, onCount }: FormProps) {
  const [typed, setTyped] = useState<number | null>(count ?? form.usual ?? 1);
  const counts = form.word.includes("{n}");
  const label = t(form.label);
  const [before = "", after = ""] = label.split("{n}");
  const word = form.word.replace("{n}", String(typed ?? form.usual ?? 1));
  const take = (next: number | null) => {
    setTyped(next);
    const fits = next !== null && Number.isInteger(next) && next >= (form.least ?? 1);
    if (isChosen && fits && next <= (form.most ?? next)) {
      onCount(form.word.replace("{n}", String(next)));
    }
  };
  return (
    <li className={styles.form}>
      <button
        type="button"
        className={list.entry}
        aria-pressed={isChosen}
        onClick={() => onChoose(word)}
      >
        <span>{counts ? label.replace("{n}", String(typed ?? "…")) : label}</span>
        {isChosen ? <Check size={16} aria-hidden="true" /> : null}
      </button>
      {counts ? (
        <NumberInput
          label={`${before}…${after}`}
          value={typed}
          whole
          least={form.least}
          most={form.most}
          onChange={take}
        />
      ) : null}
    </li>
  );
}
