// A note: its words, and the step it stands beside.

import { Button } from "../../shared/ui/Button";
import { Select, TextArea } from "../../shared/ui/fields";
import { Remove } from "../../shared/ui/icons";
import { language, w } from "../../shared/words";
import { nameAt } from "../actions";
import { notesOf } from "../model/reading";
import { moveNote, removeNote, writeNote } from "../notes";
import { mayEdit, useFlow, useGraph } from "../state";
import styles from "./pane.module.css";

export function NotePane({ note: key }: { readonly note: string }) {
  const flow = useFlow();
  const graph = useGraph();
  const note = notesOf(flow).find((each) => each.key === key);
  if (!note) return null;
  const locked = !mayEdit();
  const other = language === "en" ? "zh" : "en";
  return (
    <div className={styles.pane}>
      <TextArea
        label={w("便签", "Note")}
        rows={6}
        value={note.text[language] || note.text[other]}
        disabled={locked}
        onChange={(text) => writeNote(key, text, language)}
      />
      <Select
        label={w("放在哪一步旁边", "Beside which step")}
        value={note.step ?? ""}
        disabled={locked}
        options={[
          { value: "", label: w("触发条件旁边", "Beside the trigger") },
          ...graph.order.map((each) => ({ value: each, label: nameAt(each) })),
        ]}
        onChange={(step) => moveNote(key, step || null)}
      />
      {locked ? null : (
        <footer className={styles.foot}>
          <Button look="danger" icon={<Remove size={16} />} onClick={() => removeNote(key)}>
            {w("删除便签", "Delete the note")}
          </Button>
        </footer>
      )}
    </div>
  );
}
