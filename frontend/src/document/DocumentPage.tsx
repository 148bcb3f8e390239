// The draft as JSON: what is typed becomes the draft as soon as it is JSON again.

import { useEffect, useRef, useState } from "react";

import { boot } from "../shared/boot";
import { equal, type Json, parsePointer } from "../shared/json";
import { Field } from "../shared/ui/fields";
import { draft, useDraft } from "../shared/useDraft";
import { Workbench } from "../shared/Workbench";
import { w } from "../shared/words";
import styles from "./document.module.css";
import { placeOf } from "./place";

const label = { zh: "以文字修改", en: "Edit as text" };

function written(document: Json): string {
  return JSON.stringify(document, null, 2);
}

export function DocumentPage() {
  const document = useDraft((now) => now.document);
  const [typed, setTyped] = useState<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const text = typed ?? written(document);
  const fault = typed === null ? null : faultOf(typed);
  const take = (next: string) => {
    const read = parsed(next);
    setTyped(next);
    if (read === undefined) return;
    draft().edit((now) => (equal(now, read) ? now : read), { label, tag: "text" });
  };
  const leave = () => {
    // Text that is JSON is the draft by now, and is shown as the draft is written.
    if (fault === null) setTyped(null);
  };
  const jump = (path: string) => {
    const place = placeOf(text, parsePointer(path));
    const field = area.current;
    if (!field) return;
    field.focus();
    field.setSelectionRange(place, text.indexOf("\n", place));
    const line = text.slice(0, place).split("\n").length;
    field.scrollTop = (line - 5) * (field.scrollHeight / text.split("\n").length);
  };
  const latest = useRef(jump);
  latest.current = jump;
  useEffect(() => {
    // Other pages lead to a place of the document by its pointer.
    if (location.hash) latest.current(decodeURIComponent(location.hash.slice(1)));
  }, []);
  return (
    <Workbench title={w("草稿全文", "The draft as text")} onJump={jump}>
      <div className={styles.page}>
        <Field label={w("以 JSON 编写", "Written as JSON")} error={fault}>
          {(ids) => (
            <textarea
              {...ids}
              ref={area}
              className={`input input--code ${styles.text}`}
              value={text}
              spellCheck={false}
              wrap="off"
              readOnly={!boot().may.edit}
              onChange={(event) => take(event.target.value)}
              onBlur={leave}
            />
          )}
        </Field>
      </div>
    </Workbench>
  );
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function faultOf(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    const reason = error instanceof Error ? error.message : "";
    return w(
      `还不是正确的 JSON，草稿没有改：${reason}`,
      `Not JSON yet, so the draft is as it was: ${reason}`,
    );
  }
}
