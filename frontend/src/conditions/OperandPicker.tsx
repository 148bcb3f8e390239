// A list of all that may be compared, searched while one types and chosen by arrows and Enter.

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";

import { Search } from "../shared/ui/icons";
import { w } from "../shared/words";
import type { Source } from "./catalogue";
import styles from "./conditions.module.css";
import { useEditor } from "./editor";
import { type Entry, entries, search, type Want } from "./entries";
import type { Part } from "./model";

export interface OperandPickerProps {
  readonly source: Source;
  readonly want: Want;
  readonly onPick: (part: Part) => void;
}

export function OperandPicker({ source, want, onPick }: OperandPickerProps) {
  const { catalogue } = useEditor();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const all = entries(catalogue, source, want);
  const found = useMemo(() => search(all, text), [all, text]);
  const current = Math.min(chosen, found.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });
  const follow = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    const entry = found[current];
    if (step !== undefined) {
      event.preventDefault();
      setChosen(Math.max(0, Math.min(found.length - 1, current + step)));
    } else if (event.key === "Enter" && entry) {
      event.preventDefault();
      onPick(entry.make());
    }
  };
  return (
    <div className={styles.picker}>
      <label className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <input
          className="input"
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={found[current] ? `${id}-${current}` : undefined}
          aria-label={w("搜索字段和指标", "Search fields and metrics")}
          placeholder={w("搜索字段、指标…", "Search fields, metrics…")}
          value={text}
          autoComplete="off"
          onChange={(event) => {
            setText(event.target.value);
            setChosen(0);
          }}
          onKeyDown={follow}
        />
      </label>
      <div
        className={styles.entries}
        role="listbox"
        id={id}
        ref={list}
        tabIndex={-1}
        aria-label={w("可比较的内容", "What may be compared")}
      >
        {grouped(found).map(([group, items]) => (
          // biome-ignore lint/a11y/useSemanticElements: A group of options has no element of its own.
          <div key={group} role="group" aria-label={group}>
            <div className={styles.entryGroup} aria-hidden="true">
              {group}
            </div>
            {items.map(({ entry, index }) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: Keys are followed where one types.
              <div
                key={entry.key}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === current}
                className={styles.entry}
                onClick={() => onPick(entry.make())}
              >
                <span>{entry.label}</span>
                {entry.note ? <small>{entry.note}</small> : null}
              </div>
            ))}
          </div>
        ))}
      </div>
      {found.length === 0 ? (
        <p className={styles.nothing}>
          {w(
            "没有找到。换个说法，或先在对象里新建字段。",
            "Nothing found. Try other words, or add a field first.",
          )}
        </p>
      ) : null}
    </div>
  );
}

interface Placed {
  readonly entry: Entry;
  readonly index: number;
}

function grouped(found: readonly Entry[]): [string, Placed[]][] {
  const groups = new Map<string, Placed[]>();
  found.forEach((entry, index) => {
    const within = groups.get(entry.group) ?? [];
    groups.set(entry.group, [...within, { entry, index }]);
  });
  // The list is walked in the order in which it is shown.
  return [...groups];
}
