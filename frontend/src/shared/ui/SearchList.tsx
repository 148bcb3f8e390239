// A list that is searched while one types, walked with arrows and chosen from with Enter or a click.

import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";

import { Search } from "./icons";
import styles from "./SearchList.module.css";

/** How far the keys go. */
const STEPS: Readonly<Record<string, number>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 8,
  PageUp: -8,
};

export interface SearchListProps<T> {
  /** What is typed. */
  readonly label: string;
  readonly placeholder: string;
  /** What is listed. */
  readonly title: string;
  /** What stands there when nothing is found. */
  readonly nothing: string;
  readonly find: (text: string) => readonly T[];
  readonly idOf: (entry: T) => string;
  readonly groupOf: (entry: T) => string;
  readonly draw: (entry: T) => ReactNode;
  readonly onTake: (entry: T) => void;
}

export function SearchList<T>(props: SearchListProps<T>) {
  const { find, onTake } = props;
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const found = useMemo(() => find(text), [find, text]);
  const current = Math.min(chosen, found.length - 1);
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  });
  const follow = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = STEPS[event.key];
    const entry = found[current];
    if (step !== undefined) {
      event.preventDefault();
      setChosen(Math.max(0, Math.min(found.length - 1, current + step)));
    } else if (event.key === "Enter" && entry) {
      event.preventDefault();
      onTake(entry);
    }
  };
  return (
    <div className={styles.list}>
      <label className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <input
          className="input"
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={found[current] ? `${id}-${current}` : undefined}
          aria-label={props.label}
          placeholder={props.placeholder}
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
        aria-label={props.title}
      >
        {grouped(found, props.groupOf).map(([group, items]) => (
          // biome-ignore lint/a11y/useSemanticElements: A group of options has no element of its own.
          <div key={group} role="group" aria-label={group}>
            <div className={styles.group} aria-hidden="true">
              {group}
            </div>
            {items.map(({ entry, index }) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: Keys are followed where one types.
              <div
                key={props.idOf(entry)}
                id={`${id}-${index}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === current}
                className={styles.entry}
                onClick={() => onTake(entry)}
              >
                {props.draw(entry)}
              </div>
            ))}
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className={styles.nothing}>{props.nothing}</p> : null}
    </div>
  );
}

interface Placed<T> {
  readonly entry: T;
  readonly index: number;
}

/** The list is walked in the order in which it is shown. */
function grouped<T>(found: readonly T[], groupOf: (entry: T) => string): [string, Placed<T>[]][] {
  const groups = new Map<string, Placed<T>[]>();
  found.forEach((entry, index) => {
    const group = groupOf(entry);
    groups.set(group, [...(groups.get(group) ?? []), { entry, index }]);
  });
  return [...groups];
}
