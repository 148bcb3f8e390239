// A length of time: days, hours and minutes, those that are set.

import type { JsonObject } from "../../../shared/json";
import { NumberField } from "../../../shared/ui/fields";
import { w } from "../../../shared/words";
import styles from "../pane.module.css";
import { labelOf, type WidgetProps } from "../Widget";

const UNITS = [
  ["days", "天", "days"],
  ["hours", "小时", "hours"],
  ["minutes", "分钟", "minutes"],
] as const;

export function Duration({
  option,
  value,
  locked,
  error,
  onChange,
}: Omit<WidgetProps, "value"> & { readonly value: JsonObject }) {
  const set = (unit: string, next: number | null) => {
    const { [unit]: _, ...others } = value;
    const changed = next === null || next === 0 ? others : { ...value, [unit]: Math.round(next) };
    onChange(Object.keys(changed).length > 0 ? changed : undefined);
  };
  return (
    <fieldset className={styles.group}>
      <legend className="field__label">{labelOf(option)}</legend>
      <div className={styles.row}>
        {UNITS.map(([unit, zh, en]) => (
          <NumberField
            key={unit}
            bare
            label={w(zh, en)}
            unit={w(zh, en)}
            value={typeof value[unit] === "number" ? (value[unit] as number) : null}
            disabled={locked}
            onChange={(next) => set(unit, next)}
          />
        ))}
      </div>
      {error ? <p className="field__error">{error}</p> : null}
    </fieldset>
  );
}
