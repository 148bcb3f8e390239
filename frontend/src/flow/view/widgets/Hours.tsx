// A stretch of each day, or none.

import type { JsonObject } from "../../../shared/json";
import { Segmented, TextField } from "../../../shared/ui/fields";
import { w } from "../../../shared/words";
import { textOf } from "../../model/reading";
import styles from "../pane.module.css";
import { labelOf, type WidgetProps } from "../Widget";

export function Hours({
  option,
  value,
  locked,
  error,
  onChange,
}: Omit<WidgetProps, "value"> & { readonly value: JsonObject | null }) {
  return (
    <fieldset className={styles.group}>
      <legend className="field__label">{labelOf(option)}</legend>
      <Segmented
        label={labelOf(option)}
        value={value ? "some" : "none"}
        disabled={locked}
        options={[
          { value: "none", label: w("没有", "None") },
          { value: "some", label: w("从…到…", "From … to …") },
        ]}
        onChange={(next) => onChange(next === "some" ? { from: "21:00", to: "09:00" } : undefined)}
      />
      {value ? (
        <div className={styles.row}>
          {(["from", "to"] as const).map((end) => (
            <TextField
              key={end}
              type="time"
              label={end === "from" ? w("从", "From") : w("到", "To")}
              value={textOf(value[end])}
              disabled={locked}
              onChange={(next) => onChange({ ...value, [end]: next })}
            />
          ))}
        </div>
      ) : null}
      {error ? <p className="field__error">{error}</p> : null}
    </fieldset>
  );
}
