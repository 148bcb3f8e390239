// A note that designers leave one another, beside a step.

import { memo, useRef } from "react";

import { useDrag } from "../../shared/dnd/dnd";
import { t, w } from "../../shared/words";
import type { Note } from "../model/reading";
import { mayEdit, useHand } from "../state";
import styles from "./flow.module.css";

export const NoteCard = memo(function NoteCard({ note }: { readonly note: Note }) {
  const element = useRef<HTMLButtonElement>(null);
  const isDragged = useDrag(element, {
    data: { sort: "note", key: note.key },
    disabled: !mayEdit(),
  });
  const isOpen = useHand(
    ({ what }) =>
      typeof what === "object" && what !== null && "note" in what && what.note === note.key,
  );
  const text = t(note.text);
  return (
    <button
      ref={element}
      type="button"
      className={`${styles.note}`}
      data-note={note.key}
      data-held={isDragged}
      data-chosen={isOpen}
      aria-label={w(`便签：${text || "空"}`, `Note: ${text || "blank"}`)}
      onClick={() => useHand.setState({ what: { note: note.key } })}
    >
      {text || <i>{w("写点什么…", "Write something …")}</i>}
    </button>
  );
});
