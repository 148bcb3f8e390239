// Notes beside steps: added, written, moved, removed.

import { isObject, type JsonObject } from "../shared/json";
import { offerUndo } from "../shared/undoing";
import { w } from "../shared/words";
import { change, set } from "./actions";
import { freshKey, keysOf } from "./model/edits";
import { listOf, wordsOf } from "./model/reading";
import { useHand } from "./state";

export function addNote(step: string | null): void {
  let key = "";
  change({ zh: "添加便签", en: "Add a note" }, (flow) => {
    key = freshKey("note", keysOf(flow, "notes"));
    const note: JsonObject = { key, text: { zh: "", en: "" }, ...(step ? { step } : {}) };
    return { ...flow, notes: [...listOf(flow.notes), note] };
  });
  if (key) useHand.setState({ what: { note: key } });
}

function eachNote(
  flow: JsonObject,
  key: string,
  next: (note: JsonObject) => JsonObject | null,
): JsonObject {
  const notes = listOf(flow.notes).flatMap((each) => {
    if (!isObject(each) || each.key !== key) return [each];
    const changed = next(each);
    return changed ? [changed] : [];
  });
  return set(flow, "notes", notes.length > 0 ? notes : undefined);
}

export function writeNote(key: string, text: string, tongue: "zh" | "en"): void {
  change(
    { zh: "写便签", en: "Write a note" },
    (flow) =>
      eachNote(flow, key, (note) => ({ ...note, text: { ...wordsOf(note.text), [tongue]: text } })),
    `note/${key}`,
  );
}

export function moveNote(key: string, step: string | null): void {
  change({ zh: "移动便签", en: "Move a note" }, (flow) =>
    eachNote(flow, key, (note) => set(note, "step", step ?? undefined)),
  );
}

export function removeNote(key: string): void {
  change({ zh: "删除便签", en: "Delete a note" }, (flow) => eachNote(flow, key, () => null));
  useHand.setState({ what: null });
  offerUndo(w("已删除便签", "The note is deleted"));
}
