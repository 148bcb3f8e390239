// The condition editor: the rules as lines, their JSON, what they say, who meets them.

import { useCallback, useEffect, useId, useMemo, useRef, useState } from "react";

import type { Json } from "../shared/json";
import { Segmented } from "../shared/ui/fields";
import { announce, toast } from "../shared/ui/toast";
import { w } from "../shared/words";
import { pasted, textOf } from "./actions";
import { type About, useAsked, useCatalogue } from "./asking";
import { type Catalogue, ITSELF } from "./catalogue";
import styles from "./conditions.module.css";
import { blanks, type Change, insert, placeOf, reconcile } from "./editing";
import { type Editor, EditorContext } from "./editor";
import { GroupView } from "./GroupView";
import { JsonTab } from "./JsonTab";
import type { Group, Item } from "./model";
import { read } from "./reading";
import { Said } from "./Said";
import { same } from "./same";
import { TryWith } from "./TryWith";
import { Told, ToldContext } from "./told";
import { write } from "./writing";

export interface ConditionEditorProps {
  /** Where the condition stands: `ladder:main`, `member`, `record:order`, `rows:order` … */
  readonly place: string;
  /** JSON-Logic; null asks nothing. */
  readonly value: Json;
  /** Changes with the same tag are one step of undo; undo itself is the host's. */
  readonly onChange: (value: Json, tag?: string) => void;
  /** The draft being edited, so that what is not saved yet counts as well. */
  readonly content?: () => unknown;
  readonly disabled?: boolean;
  readonly label?: string;
  /** What the place is known by, where it is no place of the programme. */
  readonly about?: About;
}

export function ConditionEditor(props: ConditionEditorProps) {
  const { catalogue, error, again } = useCatalogue(props.place, props.about?.fields);
  if (error && !catalogue) {
    return (
      <div className="notice notice--bad" role="alert">
        <span>{error}</span>
        <button type="button" className="button" onClick={again}>
          {w("重试", "Try again")}
        </button>
      </div>
    );
  }
  if (!catalogue) return <div className={styles.waiting} aria-busy="true" />;
  return <Drawn {...props} catalogue={catalogue} />;
}

type Tab = "rules" | "json";

function Drawn(props: ConditionEditorProps & { readonly catalogue: Catalogue }) {
  const { place, value, content, catalogue, disabled = false } = props;
  const label = props.label ?? w("条件", "Condition");
  const name = useId();
  const [tab, setTab] = useState<Tab>("rules");
  const [member, setMember] = useState<{ readonly id: string; readonly name: string } | null>(null);
  const { root, apply, setValue } = useTree(props, catalogue);
  const editor = useMemo<Editor>(
    () => ({ name, catalogue, disabled, root: () => root.current, apply }),
    [name, catalogue, disabled, root, apply],
  );
  const told = useMemo(() => new Told(), []);
  const asked = useAsked({
    place,
    condition: value,
    member: member?.id ?? null,
    content,
    sample: props.about?.sample,
  });
  useEffect(() => told.hear(asked.look), [told, asked.look]);
  useEffect(() => told.try(member ? asked.trial : null), [told, asked.trial, member]);
  const element = useRef<HTMLElement>(null);
  useClipboard(element, editor);
  return (
    <ToldContext value={told}>
      <EditorContext value={editor}>
        <section className={styles.editor} aria-label={label} data-place={place} ref={element}>
          <div className={styles.bar}>
            <Segmented<Tab>
              label={w("显示方式", "Shown as")}
              value={tab}
              options={[
                { value: "rules", label: w("规则", "Rules") },
                { value: "json", label: "JSON" },
              ]}
              onChange={setTab}
            />
            <span className={styles.spring} />
            {catalogue.palette.of_members ? <TryWith member={member} onChange={setMember} /> : null}
          </div>
          {tab === "rules" ? (
            <GroupView group={root.current} at="" source={ITSELF} outermost />
          ) : (
            <JsonTab value={value} onChange={setValue} />
          )}
          <Said
            asked={asked}
            isEmpty={value === null}
            blanks={blanks(root.current)}
            member={member?.name ?? null}
          />
        </section>
      </EditorContext>
    </ToldContext>
  );
}

interface Tree {
  readonly root: { readonly current: Group };
  readonly apply: (change: Change, tag?: string) => void;
  readonly setValue: (value: Json, tag?: string) => void;
}

/** Keeps the condition as it is edited beside its JSON, which may also change from outside. */
function useTree({ value, onChange }: ConditionEditorProps, catalogue: Catalogue): Tree {
  const kept = useRef<{ value: Json; root: Group; catalogue: Catalogue } | null>(null);
  const root = useRef<Group>(null as unknown as Group);
  const now = kept.current;
  if (now === null || now.catalogue !== catalogue) {
    kept.current = { value, root: read(value, catalogue), catalogue };
  } else if (now.value !== value && !same(now.value, value)) {
    kept.current = { value, root: reconcile(now.root, read(value, catalogue)), catalogue };
  }
  root.current = (kept.current as { root: Group }).root;
  const [, redraw] = useState(0);
  const tell = useRef(onChange);
  tell.current = onChange;
  const apply = useCallback(
    (change: Change, tag?: string) => {
      const before = root.current;
      const next = change(before);
      if (next === before) return;
      const logic = write(next);
      const changed = !same(logic, write(before));
      kept.current = { value: logic, root: next, catalogue };
      root.current = next;
      redraw((count) => count + 1);
      if (changed) tell.current(logic, tag);
    },
    [catalogue],
  );
  const setValue = useCallback((next: Json, tag?: string) => tell.current(next, tag), []);
  return { root, apply, setValue };
}

/** Copies the rule that has the focus as JSON text, and pastes such a text behind it. */
function useClipboard(element: React.RefObject<HTMLElement | null>, editor: Editor): void {
  useEffect(() => {
    const place = element.current;
    if (!place) return;
    const focused = (): Item | null => {
      const held = document.activeElement;
      if (!(held instanceof HTMLElement) || !place.contains(held)) return null;
      if (held.matches("input, textarea, select")) return null;
      const id = held.closest<HTMLElement>("[data-item]")?.dataset.item;
      const found = id ? placeOf(editor.root(), id) : null;
      return found?.group.items[found.index] ?? null;
    };
    const copy = (event: ClipboardEvent) => {
      const item = focused();
      if (!item || !getSelection()?.isCollapsed) return;
      event.clipboardData?.setData("text/plain", textOf(item));
      event.preventDefault();
      announce(w("已复制这条条件", "The condition is copied"));
    };
    const paste = (event: ClipboardEvent) => {
      const held = document.activeElement;
      const typing = held?.matches("input, textarea, select");
      if (editor.disabled || typing || !place.contains(held)) return;
      const found = pasted(event.clipboardData?.getData("text/plain") ?? "", editor, ITSELF);
      if (!found) {
        toast({
          text: w("剪贴板里不是条件（JSON）。", "The clipboard holds no condition (JSON)."),
        });
        return;
      }
      event.preventDefault();
      const item = focused();
      const behind = item ? placeOf(editor.root(), item.id) : null;
      editor.apply((root) =>
        behind
          ? insert(root, behind.group.id, behind.index + 1, [found])
          : insert(root, root.id, root.items.length, [found]),
      );
      announce(w("已粘贴一条条件", "A condition is pasted"));
    };
    document.addEventListener("copy", copy);
    document.addEventListener("paste", paste);
    return () => {
      document.removeEventListener("copy", copy);
      document.removeEventListener("paste", paste);
    };
  }, [element, editor]);
}
