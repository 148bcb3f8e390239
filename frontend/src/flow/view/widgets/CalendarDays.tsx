// Named days of calendars, with the next times they are on.

import { useState } from "react";

import type { FlowIsland } from "../../../generated/flow";
import { IconButton } from "../../../shared/ui/Button";
import { Select } from "../../../shared/ui/fields";
import { Calendar, Close } from "../../../shared/ui/icons";
import { t, w } from "../../../shared/words";
import { island } from "../../state";
import styles from "../pane.module.css";
import { labelOf, type WidgetProps } from "../Widget";
import { stringsOf } from "./strings";

type Day = FlowIsland["days"][number];

export function CalendarDays({ option, value, locked, error, onChange }: WidgetProps) {
  const { calendars, days } = island();
  const chosen = stringsOf(value);
  const [named, setNamed] = useState(chosen[0]?.split(".", 1)[0] ?? calendars[0]?.key ?? "");
  const toggle = (key: string) => {
    const next = chosen.includes(key) ? chosen.filter((each) => each !== key) : [...chosen, key];
    onChange(next.length > 0 ? next : undefined);
  };
  const within = days.filter((each) => each.calendar === named).sort(bySoonest);
  return (
    <fieldset className={styles.group}>
      <legend className="field__label">{labelOf(option)}</legend>
      {chosen.length > 0 ? (
        <ul className={styles.days}>
          {chosen.map((key) => (
            <Chosen
              key={key}
              name={key}
              day={days.find((each) => each.key === key)}
              locked={locked}
              onRemove={() => toggle(key)}
            />
          ))}
        </ul>
      ) : null}
      {locked ? null : (
        <>
          <Select
            label={w("日历", "Calendar")}
            value={named}
            options={calendars.map((each) => ({ value: each.key, label: t(each.label) }))}
            onChange={setNamed}
          />
          <fieldset className={styles.choices} aria-label={w("这个日历的日子", "Its days")}>
            {within.map((each) => (
              <button
                key={each.key}
                type="button"
                aria-pressed={chosen.includes(each.key)}
                onClick={() => toggle(each.key)}
              >
                {t(each.label)} <small className={styles.next}>{each.next[0] ?? ""}</small>
              </button>
            ))}
            {within.length === 0 ? (
              <p className="field__hint">
                {w("这个日历还没有日子。", "This calendar has no days yet.")}
              </p>
            ) : null}
          </fieldset>
        </>
      )}
      {error ? <p className="field__error">{error}</p> : null}
    </fieldset>
  );
}

interface ChosenProps {
  readonly name: string;
  readonly day: Day | undefined;
  readonly locked: boolean;
  readonly onRemove: () => void;
}

function Chosen({ name, day, locked, onRemove }: ChosenProps) {
  const label = day ? t(day.label) : name;
  return (
    <li>
      <Calendar size={14} aria-hidden="true" />
      <span>
        <b>{label}</b>
        <small className={styles.next}>
          {day
            ? day.next.length > 0
              ? w(`下次 ${day.next.join("、")}`, `next ${day.next.join(", ")}`)
              : w("以后没有了", "does not come again")
            : w("日历里没有这一天", "no calendar has it")}
        </small>
      </span>
      {locked ? null : (
        <IconButton label={w(`去掉 ${label}`, `Remove ${label}`)} onClick={onRemove}>
          <Close size={14} />
        </IconButton>
      )}
    </li>
  );
}

function bySoonest(one: Day, other: Day): number {
  return (one.next[0] ?? "9999").localeCompare(other.next[0] ?? "9999");
}
