// One handle of the axis: a slider for hands, keys and screen readers.

import { type KeyboardEvent, type PointerEvent, useRef } from "react";

import { t, type Words } from "../../shared/words";
import { stepped } from "../model/axis";
import type { Tone } from "../model/reading";
import styles from "./axis.module.css";
import type { Shown } from "./ThresholdAxis";

export interface HandleProps {
  readonly value: number;
  readonly most: number;
  readonly place: number;
  /** How high its name hangs; null: it has none here. */
  readonly row: number | null;
  readonly label: Words;
  readonly tone: Tone;
  readonly measure: Shown;
  readonly least: number;
  readonly disabled: boolean;
  readonly onHold: (held: boolean) => void;
  readonly onPlace: (clientX: number) => void;
  readonly onValue: (value: number) => void;
}

/** Steps that a key goes; the large ones with Shift or Page. */
const KEYS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 5,
  PageDown: -5,
};

export function Handle(props: HandleProps) {
  const { value, place, row, label, tone, measure, least, disabled } = props;
  const held = useRef(false);
  const hold = (event: PointerEvent<HTMLDivElement>) => {
    if (disabled || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    held.current = true;
    props.onHold(true);
  };
  const drag = (event: PointerEvent) => {
    if (held.current) props.onPlace(event.clientX);
  };
  const release = () => {
    if (!held.current) return;
    held.current = false;
    props.onHold(false);
  };
  const follow = (event: KeyboardEvent) => {
    const by = KEYS[event.key];
    if (by === undefined || disabled || event.altKey) return;
    event.preventDefault();
    props.onValue(stepped(value, event.shiftKey ? by * 5 : by, least));
  };
  const shown = `${value.toLocaleString()} ${t(measure.unit)}`.trim();
  return (
    <div
      role="slider"
      tabIndex={disabled ? -1 : 0}
      aria-label={`${t(label)} · ${t(measure.label)}`}
      aria-valuenow={value}
      aria-valuemin={0}
      aria-valuemax={Math.max(props.most, value)}
      aria-valuetext={shown}
      aria-disabled={disabled}
      className={`${styles.handle} tone-${tone}`}
      style={{ left: `${(place * 100).toFixed(3)}%` }}
      onPointerDown={hold}
      onPointerMove={drag}
      onPointerUp={release}
      onPointerCancel={release}
      onKeyDown={follow}
    >
      {row === null ? null : (
        <span className={styles.name} data-row={row}>
          {t(label)} <b>{value.toLocaleString()}</b>
        </span>
      )}
      <span className={styles.knob} />
    </div>
  );
}
