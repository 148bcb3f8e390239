// Kinds of steps to be dragged onto a line, or added behind what is chosen by a click.

import { useMemo, useRef, useState } from "react";

import type { StepKindOffered } from "../../generated/flow";
import { useDrag } from "../../shared/dnd/dnd";
import { NoteIcon, Search } from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { t, w } from "../../shared/words";
import { insert } from "../actions";
import { addNote } from "../notes";
import { hand, island } from "../state";
import styles from "./menu.module.css";

export function Palette() {
  const { kinds } = island();
  const [text, setText] = useState("");
  const groups = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return kinds.groups
      .map((group) => ({
        group,
        steps: kinds.steps.filter(
          (each) =>
            each.group === group.key &&
            `${each.label.zh} ${each.label.en} ${group.label.zh} ${group.label.en}`
              .toLowerCase()
              .includes(wanted),
        ),
      }))
      .filter((each) => each.steps.length > 0);
  }, [kinds, text]);
  return (
    <div className={styles.palette}>
      <label className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <input
          className="input"
          type="search"
          aria-label={w("搜索步骤", "Search steps")}
          placeholder={w("搜索步骤", "Search steps")}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      {groups.map(({ group, steps }) => (
        <section key={group.key} aria-label={t(group.label)}>
          <h3 className={styles.group}>{t(group.label)}</h3>
          <ul className={styles.kinds}>
            {steps.map((each) => (
              <li key={each.key}>
                <KindButton kind={each} />
              </li>
            ))}
          </ul>
        </section>
      ))}
      {groups.length === 0 ? (
        <p className={styles.nothing}>{w("没有这样的步骤。", "There is no such step.")}</p>
      ) : null}
      <button
        type="button"
        className={styles.kind}
        data-tone="none"
        onClick={() => addNote(hand().current || null)}
      >
        <span className={styles.icon} aria-hidden="true">
          <NoteIcon size={16} />
        </span>
        {w("便签", "Note")}
      </button>
    </div>
  );
}

function KindButton({ kind }: { readonly kind: StepKindOffered }) {
  const element = useRef<HTMLButtonElement>(null);
  const isDragged = useDrag(element, { data: { sort: "kind", kind: kind.key } });
  return (
    <button
      ref={element}
      type="button"
      className={styles.kind}
      data-kind={kind.key}
      data-tone={kind.group}
      data-held={isDragged}
      onClick={() => insert(kind)}
    >
      <span className={styles.icon} aria-hidden="true">
        <KindIcon name={kind.icon} size={16} />
      </span>
      {t(kind.label)}
    </button>
  );
}
