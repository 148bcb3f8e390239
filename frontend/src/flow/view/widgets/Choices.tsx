// Several of a few.

import { t } from "../../../shared/words";
import type { Choice } from "../../model/reading";
import styles from "../pane.module.css";

export interface ChoicesProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly error?: string | null;
  readonly disabled?: boolean;
}

export function Choices({ label, choices, value, onChange, error, disabled }: ChoicesProps) {
  const toggle = (key: string) => {
    const on = !value.includes(key);
    // They stay in the order in which they are offered.
    const known = choices
      .map((each) => each.key)
      .filter((each) => (each === key ? on : value.includes(each)));
    const strange = value.filter((each) => !choices.some((one) => one.key === each));
    onChange([...known, ...strange]);
  };
  return (
    <fieldset className={styles.choices}>
      <legend className="field__label">{label}</legend>
      {choices.map((each) => (
        <button
          key={each.key}
          type="button"
          aria-pressed={value.includes(each.key)}
          disabled={disabled}
          onClick={() => toggle(each.key)}
        >
          {t(each.label)}
        </button>
      ))}
      {error ? <p className="field__error">{error}</p> : null}
    </fieldset>
  );
}
