// A cron line with what it says.

import { TextField } from "../../../shared/ui/fields";
import { t, w } from "../../../shared/words";
import { cronWords } from "../../model/cron";
import { textOf } from "../../model/reading";
import { labelOf, type WidgetProps } from "../Widget";

export function Cron({ option, value, locked, error, onChange }: WidgetProps) {
  const line = textOf(value);
  const words = line ? cronWords(line) : null;
  return (
    <TextField
      label={labelOf(option)}
      value={line}
      placeholder="0 9 * * 1"
      disabled={locked}
      error={error}
      hint={
        words
          ? t(words)
          : w(
              "分 时 日 月 周，周日是 0。0 9 * * 1：每周一 09:00",
              "Minute hour day month weekday; Sunday is 0",
            )
      }
      onChange={(next) => onChange(next || undefined)}
    />
  );
}
