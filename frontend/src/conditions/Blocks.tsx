// What stands below a rule: the filters of its metrics, what its records must meet, its parts.

import type { ReactNode } from "react";

import { IconButton } from "../shared/ui/Button";
import { Close, Plus } from "../shared/ui/icons";
import { t, w } from "../shared/words";
import { rowOf } from "./building";
import type { Source } from "./catalogue";
import styles from "./conditions.module.css";
import { replace } from "./editing";
import { useEditor } from "./editor";
import { GroupView } from "./GroupView";
import type { Call, Part, Row, Rows } from "./model";
import { partAt } from "./places";
import { sourceOf } from "./reading";
import { SlotView } from "./SlotView";

export interface BlocksProps {
  readonly call: Call;
  readonly at: string;
  readonly source: Source;
}

export function Blocks({ call, at, source }: BlocksProps) {
  const { apply } = useEditor();
  const blocks = [
    ...found(call, at, source, (next, tag) => {
      apply((root) => replace(root, call.id, () => next), tag);
    }),
  ];
  return blocks.length === 0 ? null : <div className={styles.blocks}>{blocks}</div>;
}

function* found(
  call: Call,
  at: string,
  source: Source,
  change: (next: Call, tag?: string) => void,
): Generator<ReactNode> {
  for (const [index, slot] of call.offer.slots.entries()) {
    const part = call.parts[index] ?? null;
    const place = partAt(call, at, index);
    const setPart = (next: Part | null, tag?: string) =>
      change({ ...call, parts: call.parts.map((each, n) => (n === index ? next : each)) }, tag);
    if (part?.kind === "call") yield* found(part, place, source, setPart);
    else if (part?.kind === "group") {
      const inside = sourceOf(slot, call.parts) ?? source;
      yield (
        <Nested
          key={part.id}
          title={t(slot.label)}
          source={inside}
          onRemove={slot.optional ? () => setPart(null) : null}
        >
          <GroupView group={part} at={place} source={inside} outermost />
        </Nested>
      );
    } else if (slot.shape === "parts") {
      const rows = part?.kind === "rows" ? part : ({ kind: "rows", rows: [] } as const);
      yield (
        <PartsView
          key={index}
          call={call}
          index={index}
          rows={rows}
          at={place}
          source={source}
          onChange={setPart}
        />
      );
    }
  }
}

interface NestedProps {
  readonly title: string;
  readonly source: Source;
  readonly onRemove: (() => void) | null;
  readonly children: ReactNode;
}

function Nested({ title, source, onRemove, children }: NestedProps) {
  const { catalogue, disabled } = useEditor();
  const records = catalogue.source(source);
  return (
    <section className={styles.nested} aria-label={title}>
      <header>
        <span>
          {title}
          {records && source !== "" ? ` · ${t(records.label)}` : ""}
        </span>
        {onRemove && !disabled ? (
          <IconButton label={w("去掉筛选", "Remove the filter")} onClick={onRemove}>
            <Close size={14} />
          </IconButton>
        ) : null}
      </header>
      {children}
    </section>
  );
}

interface PartsViewProps {
  readonly call: Call;
  readonly index: number;
  readonly rows: Rows;
  readonly at: string;
  readonly source: Source;
  readonly onChange: (part: Part | null, tag?: string) => void;
}

function PartsView({ call, index, rows, at, source, onChange }: PartsViewProps) {
  const { catalogue, disabled } = useEditor();
  const slot = call.offer.slots[index];
  if (!slot) return null;
  const set = (next: readonly Row[], tag?: string) =>
    onChange(next.length === 0 && slot.optional ? null : { kind: "rows", rows: next }, tag);
  return (
    <section className={styles.nested} aria-label={t(slot.label)}>
      <header>{t(slot.label)}</header>
      <ul className={styles.rows}>
        {rows.rows.map((row, n) => {
          // Its places are those of an operator of its own.
          const inner = {
            ...call,
            id: row.id,
            offer: { ...call.offer, slots: slot.slots },
            parts: row.parts,
          };
          const here = slot.spread ? at.replace(/\d+$/, String(index + n)) : `${at}/${n}`;
          const setPart = (m: number) => (part: Part | null, tag?: string) =>
            set(
              rows.rows.map((each, k) =>
                k === n
                  ? { ...row, parts: row.parts.map((old, i) => (i === m ? part : old)) }
                  : each,
              ),
              tag,
            );
          return (
            <li key={row.id} className={styles.row}>
              {slot.slots.map((each, m) => {
                const part = row.parts[m] ?? null;
                return part?.kind === "group" ? (
                  <GroupView
                    key={part.id}
                    group={part}
                    at={`${here}/${m}`}
                    source={source}
                    outermost
                  />
                ) : (
                  <span
                    // biome-ignore lint/suspicious/noArrayIndexKey: Places of a part never move.
                    key={m}
                    className={styles.named}
                  >
                    {each.shape === "number" ? null : <span>{t(each.label)}</span>}
                    <SlotView
                      slot={each}
                      index={m}
                      call={inner}
                      at={`${here}/${m}`}
                      source={source}
                      onChange={setPart(m)}
                    />
                  </span>
                );
              })}
              {disabled ? null : (
                <IconButton
                  label={w("去掉这一项", "Remove this part")}
                  onClick={() => set(rows.rows.filter((each) => each !== row))}
                >
                  <Close size={14} />
                </IconButton>
              )}
            </li>
          );
        })}
      </ul>
      {disabled ? null : (
        <button
          type="button"
          className={styles.add}
          onClick={() => set([...rows.rows, rowOf(slot, catalogue, source, call.offer)])}
        >
          <Plus size={14} aria-hidden="true" />
          {w("加一项", "Add a part")}
        </button>
      )}
    </section>
  );
}
