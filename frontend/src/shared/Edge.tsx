// The edge between the work and the pane at its right, which is drawn wider or narrower.

import { type KeyboardEvent, type PointerEvent, useState } from "react";

import styles from "./Workbench.module.css";
import { w } from "./words";

/** Pixels. */
const LEAST = 280;
const MOST = 640;
const USUAL = 360;
const STEP = 24;
const KEPT = "pane:right";

export interface Width {
  readonly value: number;
  readonly set: (value: number) => void;
}

/** How wide the pane is, on this machine, whichever builder is open. */
export function useWidth(): Width {
  const [value, change] = useState(() => within(Number(localStorage.getItem(KEPT)) || USUAL));
  const set = (wanted: number) => {
    change(within(wanted));
    localStorage.setItem(KEPT, String(within(wanted)));
  };
  return { value, set };
}

export function Edge({ value, set }: Width) {
  const follow = (event: KeyboardEvent) => {
    const wanted = { ArrowLeft: value + STEP, ArrowRight: value - STEP, Home: MOST, End: LEAST };
    if (!(event.key in wanted)) return;
    event.preventDefault();
    set(wanted[event.key as keyof typeof wanted]);
  };
  const hold = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const pull = (event: PointerEvent<HTMLDivElement>) => {
    const pane = event.currentTarget.parentElement;
    if (!pane || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    set(pane.getBoundingClientRect().right - event.clientX);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; this is the window splitter of ARIA.
    <div
      className={styles.edge}
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={w("窗格宽度", "Width of the pane")}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={value}
      onKeyDown={follow}
      onPointerDown={hold}
      onPointerMove={pull}
      onDoubleClick={() => set(USUAL)}
    />
  );
}

function within(wanted: number): number {
  return Math.round(Math.min(MOST, Math.max(LEAST, wanted)));
}
