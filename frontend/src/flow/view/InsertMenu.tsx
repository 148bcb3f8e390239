// The menu behind every plus: kinds of steps, what was copied, and steps that are there already.

import { type KeyboardEvent, useEffect, useId, useMemo, useRef, useState } from "react";
import { Back, Paste, Search } from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { t, w } from "../../shared/words";
import { goTo, insert, keptClip, paste } from "../actions";
import { type Entry, entriesOf, found } from "../model/entries";
import type { Spot } from "../model/reading";
import { graphNow, island } from "../state";
import styles from "./menu.module.css";

export function InsertMenu({ spot }: { readonly spot: Spot }) {
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const all = useMemo(() => entriesOf(island().kinds, graphNow(), spot, keptClip()), [spot]);
  const shown = useMemo(() => found(all, text), [all, text]);
  const current = Math.min(chosen, shown.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });
  const take = (entry: Entry) => {
    if (entry.sort === "kind") insert(entry.kind, spot);
    else if (entry.sort === "paste") paste(entry.clip, spot);
    else goTo(spot, entry.to);
  };
  const follow = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }[event.key];
    const entry = shown[current];
    if (step !== undefined) {
      event.preventDefault();
      setChosen(Math.max(0, Math.min(shown.length - 1, current + step)));
    } else if (event.key === "Enter" && entry) {
      event.preventDefault();
      take(entry);
    }
  };
  return (
    <div className={styles.menu}>
      <label className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <input
          className="input"
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={shown[current] ? `${id}-${current}` : undefined}
          aria-label={w("搜索步骤", "Search steps")}
          placeholder={w("发券、等待、短信…", "Coupon, wait, message …")}
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
        aria-label={w("可以添加的步骤", "Steps that can be added")}
      >
        {grouped(shown).map(([group, entries]) => (
          // biome-ignore lint/a11y/useSemanticElements: A group of options has no element of its own.
          <div key={group} role="group" aria-label={group}>
            <div className={styles.group} aria-hidden="true">
              {group}
            </div>
            {entries.map(({ entry, index }) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: Keys are followed where one types.
              <div
                key={entry.id}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === current}
                className={styles.entry}
                data-tone={entry.tone}
                onClick={() => take(entry)}
              >
                <span className={styles.icon} aria-hidden="true">
                  <EntryIcon entry={entry} />
                </span>
                <span>{t(entry.label)}</span>
              </div>
            ))}
          </div>
        ))}
      </div>
      {shown.length === 0 ? (
        <p className={styles.nothing}>{w("没有这样的步骤。", "There is no such step.")}</p>
      ) : null}
    </div>
  );
}

function EntryIcon({ entry }: { readonly entry: Entry }) {
  if (entry.sort === "kind") return <KindIcon name={entry.kind.icon} size={16} />;
  return entry.sort === "paste" ? <Paste size={16} /> : <Back size={16} />;
}

interface Placed {
  readonly entry: Entry;
  readonly index: number;
}

function grouped(entries: readonly Entry[]): [string, Placed[]][] {
  const groups = new Map<string, Placed[]>();
  entries.forEach((entry, index) => {
    const name = t(entry.group);
    groups.set(name, [...(groups.get(name) ?? []), { entry, index }]);
  });
  return [...groups];
}
