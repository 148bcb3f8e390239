// Thresholds of all tiers on one axis: dragged, stepped by keys, or typed beside it.

import { type RefObject, useEffect, useMemo, useRef, useState } from "react";

import { boot } from "../../shared/boot";
import type { Json } from "../../shared/json";
import { Select } from "../../shared/ui/fields";
import { draft, useDraft } from "../../shared/useDraft";
import { t, type Words, w } from "../../shared/words";
import { named, write } from "../actions";
import { type Axis, axesOf, flagsOf, Scale, snap, type Threshold } from "../model/axis";
import { tiersOf } from "../model/edits";
import { labelOf, toneOf } from "../model/reading";
import { island, useLadderRead } from "../state";
import styles from "./axis.module.css";
import { Handle } from "./Handle";
import { measureOf } from "./measure";
import { Thresholds } from "./Thresholds";

const APART = 0.09;
/** Pixels that a name takes: its letters, its number and some room. */
const LETTER = { wide: 12.5, narrow: 7.5 };
const ROOM = 24;
const ROWS = 3;
/** More handles than this are named in the list below alone. */
const MOST_NAMED = 8;

export function ThresholdAxis({ ladder }: { readonly ladder: number }) {
  const document = useDraft((now) => now.document);
  const axes = useMemo(() => axesOf(document, ladder), [document, ladder]);
  const tiers = tiersOf(document, ladder);
  const read = useLadderRead((document as { ladders?: readonly Json[] }).ladders?.[ladder]);
  const [wanted, setWanted] = useState(0);
  if (axes.length === 0) return null;
  const axis = axes[Math.min(wanted, axes.length - 1)] as Axis;
  const measures = [...(read?.measures ?? []), ...island().usual];
  const measure = measureOf(measures, axis.metric);
  return (
    <section className={styles.axis} aria-label={w("门槛", "Thresholds")}>
      <div className={styles.head}>
        <h3>{w("门槛", "Thresholds")}</h3>
        {axes.length > 1 ? (
          <Select
            bare
            label={w("看哪个指标", "Which metric")}
            value={String(Math.min(wanted, axes.length - 1))}
            options={axes.map((each, n) => ({
              value: String(n),
              label: t(measureOf(measures, each.metric).label),
            }))}
            onChange={(value) => setWanted(Number(value))}
          />
        ) : (
          <span className="soft">{t(measure.label)}</span>
        )}
      </div>
      <Line axis={axis} tiers={tiers} measure={measure} />
      <Thresholds
        axis={axis}
        flags={flagsOf(axis)}
        tiers={tiers}
        ladder={ladder}
        measure={measure}
      />
    </section>
  );
}

export interface Shown {
  readonly label: Words;
  readonly unit: Words;
  readonly whole: boolean;
}

interface LineProps {
  readonly axis: Axis;
  readonly tiers: readonly Json[];
  readonly measure: Shown;
}

function Line({ axis, tiers, measure }: LineProps) {
  const line = useRef<HTMLDivElement>(null);
  const values = axis.thresholds.map((each) => each.from?.value ?? 0);
  // While a handle is held, the axis stays as it was, so that the handle stays under the pointer.
  const [held, setHeld] = useState<Scale | null>(null);
  const scale = held ?? new Scale(values);
  const marked = axis.thresholds.filter((each) => each.from?.value !== null && each.from);
  const width = useWidth(line);
  const named = marked.length <= MOST_NAMED && width > 0;
  const rows = named ? namedRows(marked.map((each) => nameOf(each, tiers, scale, width))) : [];
  const least = measure.whole ? 1 : leastOf(values);
  const move = (threshold: Threshold, value: number) => setThreshold(threshold, value, tiers);
  return (
    <div className={styles.area} data-rows={named ? Math.max(...rows) + 1 : 0}>
      <div className={styles.line} ref={line}>
        <Bands marked={marked} tiers={tiers} scale={scale} />
        {scale.ticks(APART).map((each) => (
          <span key={each} className={styles.tick} style={{ left: percent(scale.place(each)) }}>
            {each.toLocaleString()}
          </span>
        ))}
        {marked.map((each, n) => (
          <Handle
            key={each.tier}
            value={each.from?.value ?? 0}
            most={scale.most}
            place={scale.place(each.from?.value ?? 0)}
            row={named ? (rows[n] ?? 0) : null}
            label={labelOf(tiers[each.tier])}
            tone={toneOf(tiers[each.tier])}
            measure={measure}
            least={least}
            disabled={!boot().may.edit}
            onHold={(is) => {
              setHeld(is ? new Scale(values) : null);
              if (!is) draft().seal();
            }}
            onPlace={(clientX) => {
              const box = line.current?.getBoundingClientRect();
              if (!box || box.width === 0) return;
              move(each, snap(scale.value((clientX - box.left) / box.width), least));
            }}
            onValue={(value) => move(each, value)}
          />
        ))}
      </div>
    </div>
  );
}

/** Gives the colours between thresholds: who has so much stands on this tier at least. */
function Bands({
  marked,
  tiers,
  scale,
}: {
  readonly marked: readonly Threshold[];
  readonly tiers: readonly Json[];
  readonly scale: Scale;
}) {
  const starts = [
    { tier: 0, from: 0 },
    ...marked.map((each) => ({ tier: each.tier, from: scale.place(each.from?.value ?? 0) })),
  ];
  return starts.map(({ tier, from }, n) => {
    const to = starts[n + 1]?.from ?? 1;
    return to > from ? (
      <span
        key={tier}
        className={`${styles.band} tone-${toneOf(tiers[tier])}`}
        style={{ left: percent(from), width: percent(to - from) }}
      />
    ) : null;
  });
}

export function setThreshold(
  threshold: Threshold,
  value: number | null,
  tiers: readonly Json[],
): void {
  if (!threshold.from || value === null) return;
  write(threshold.from.at, value, named("改门槛", "Threshold of", labelOf(tiers[threshold.tier])));
}

function leastOf(values: readonly number[]): number {
  return values.some((each) => !Number.isInteger(each)) ? 0.01 : 1;
}

export function percent(part: number): string {
  return `${(part * 100).toFixed(3)}%`;
}

interface Name {
  readonly from: number;
  readonly to: number;
}

function nameOf(each: Threshold, tiers: readonly Json[], scale: Scale, width: number): Name {
  const value = each.from?.value ?? 0;
  const text = `${t(labelOf(tiers[each.tier]))} ${value.toLocaleString()}`;
  const wide = [...text].filter((letter) => letter > "\u2e80").length;
  const size = wide * LETTER.wide + (text.length - wide) * LETTER.narrow + ROOM;
  const middle = scale.place(value) * width;
  return { from: middle - size / 2, to: middle + size / 2 };
}

/** Puts names on rows so that those close together do not cover each other. */
function namedRows(names: readonly Name[]): readonly number[] {
  const ends: number[] = [];
  return names.map(({ from, to }) => {
    const free = [...Array(ROWS).keys()].find((row) => (ends[row] ?? from) <= from);
    const row = free ?? ends.indexOf(Math.min(...ends));
    ends[row] = to;
    return row;
  });
}

function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const found = element.current;
    if (!found) return;
    const watch = new ResizeObserver(() => setWidth(found.clientWidth));
    watch.observe(found);
    return () => watch.disconnect();
  }, [element]);
  return width;
}
