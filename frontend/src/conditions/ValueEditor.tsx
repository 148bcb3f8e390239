// A value that is worked out: picked from fields and metrics, reckoned with step by step, read aloud.

import { useCallback, useEffect, useMemo, useRef, useState } from "react";

import { JsonArea } from "../shared/JsonArea";
import { equal, type Json } from "../shared/json";
import { Segmented } from "../shared/ui/fields";
import { Back, Plus, Wrong } from "../shared/ui/icons";
import { Menu } from "../shared/ui/Menu";
import { t, w } from "../shared/words";
import { type About, useAsked, useCatalogue } from "./asking";
import { Blocks } from "./Blocks";
import { type Catalogue, ITSELF } from "./catalogue";
import { type Change, replace, withPart } from "./editing";
import { type Editor, EditorContext } from "./editor";
import { before, heldPart, hold, holder, letGo, nextSteps, stepped } from "./holding";
import { bare, type Call, type Group, literal, type Part } from "./model";
import { OperandView } from "./OperandView";
import { Told, ToldContext } from "./told";
import styles from "./value.module.css";

const ANYTHING = { kinds: null, records: true } as const;

export interface ValueEditorProps {
  /** Where the value stands: `member`, `record:order`, `form:visit`, `body` … */
  readonly place: string;
  readonly label: string;
  /** JSON-Logic; nothing where it is still to be picked. */
  readonly value: Json | undefined;
  readonly error?: string | null;
  readonly disabled?: boolean;
  /** The draft being edited, so that what is not saved yet counts as well. */
  readonly content?: () => unknown;
  /** What the place is known by, where it is no place of the programme. */
  readonly about?: About;
  readonly hint?: string;
  /** Changes with the same tag are one step of undo. */
  readonly onChange: (value: Json | undefined, tag?: string) => void;
}

export function ValueEditor(props: ValueEditorProps) {
  const { place, value, label, disabled = false, about } = props;
  const [tab, setTab] = useState<"picked" | "json">("picked");
  const { catalogue, error } = useCatalogue(place, about?.fields);
  const isDrawn = useMemo(
    () => catalogue && holder(hold(value, catalogue)) !== null,
    [value, catalogue],
  );
  const json = tab === "json" || error !== null || isDrawn === false;
  return (
    <section className={styles.value} aria-label={label} data-place={place}>
      <Segmented
        label={w("显示方式", "Shown as")}
        value={tab}
        options={[
          { value: "picked", label: w("选择", "Pick") },
          { value: "json", label: "JSON" },
        ]}
        onChange={setTab}
      />
      {tab === "picked" && isDrawn === false ? (
        <p className="field__hint">
          {w(
            "这个算式画不出来，原样保留；可以改它的 JSON，或清空后重新选。",
            "This expression cannot be drawn and is kept as it is: change its JSON, or clear it and pick anew.",
          )}
        </p>
      ) : null}
      {json ? (
        <JsonArea
          label={label}
          value={value}
          disabled={disabled}
          {...(props.hint ? { hint: props.hint } : {})}
          onChange={(next) => props.onChange(next, "/json")}
        />
      ) : catalogue ? (
        <Picked {...props} disabled={disabled} catalogue={catalogue} />
      ) : (
        <div className={styles.waiting} aria-busy="true" />
      )}
      {value === undefined ? null : <ValueSaid {...props} />}
      {props.error ? <p className="field__error">{props.error}</p> : null}
    </section>
  );
}

function Picked(props: ValueEditorProps & { catalogue: Catalogue; disabled: boolean }) {
  const { catalogue, disabled, label } = props;
  const { root, apply } = useHeld(props);
  const editor = useMemo<Editor>(
    () => ({ name: "value", catalogue, disabled, root, apply }),
    [catalogue, disabled, root, apply],
  );
  const told = useMemo(() => new Told(), []);
  const held = holder(root());
  if (held === null) return null;
  const part = heldPart(held);
  const put = (next: Part | null, tag?: string) =>
    apply((now) => replace(now, held.id, () => withPart(held, held.offer.subject, next)), tag);
  return (
    <ToldContext value={told}>
      <EditorContext value={editor}>
        <div className={styles.operand}>
          <div className={styles.line}>
            <OperandView
              part={part}
              at=""
              source={ITSELF}
              label={label}
              want={ANYTHING}
              onChange={put}
            />
          </div>
          <Blocks call={held} at="" source={ITSELF} />
          {disabled ? null : <Steps part={part} catalogue={catalogue} onChange={put} />}
        </div>
      </EditorContext>
    </ToldContext>
  );
}

/** Keeps what is edited beside its JSON, which may also change from outside. */
function useHeld({ value, catalogue, onChange }: ValueEditorProps & { catalogue: Catalogue }) {
  const kept = useRef<{ value: Json | undefined; root: Group; of: Catalogue } | null>(null);
  if (kept.current?.of !== catalogue || !equal(kept.current.value, value)) {
    kept.current = { value, root: hold(value, catalogue), of: catalogue };
  }
  const [, redraw] = useState(0);
  const tell = useRef(onChange);
  tell.current = onChange;
  const root = useCallback(() => kept.current?.root ?? bare([]), []);
  const apply = useCallback(
    (change: Change, tag?: string) => {
      const was = root();
      const next = change(was);
      if (next === was) return;
      const made = letGo(next);
      kept.current = { value: made, root: next, of: catalogue };
      redraw((count) => count + 1);
      tell.current(made, tag);
    },
    [catalogue, root],
  );
  return { root, apply };
}

interface StepsProps {
  readonly part: Part | null;
  readonly catalogue: Catalogue;
  readonly onChange: (part: Part | null) => void;
}

/** What can be done with the value next, and the way back. */
function Steps({ part, catalogue, onChange }: StepsProps) {
  const inner = before(part);
  if (part?.kind === "literal" && part.value === null) {
    return (
      <span className={styles.steps}>
        <button type="button" className={styles.step} onClick={() => onChange(literal(0))}>
          {w("固定数字", "A fixed number")}
        </button>
        <button
          type="button"
          className={styles.step}
          onClick={() => onChange(literal(w("文字", "text")))}
        >
          {w("固定文字", "A fixed text")}
        </button>
      </span>
    );
  }
  const next = nextSteps(part, catalogue);
  return (
    <span className={styles.steps}>
      {next.length > 0 ? (
        <Menu
          label={w("再算一步", "Calculate further")}
          trigger={
            <button type="button" className={styles.step}>
              <Plus size={14} aria-hidden="true" />
              {w("再算一步", "Calculate further")}
            </button>
          }
          items={() =>
            next.map((offer) => ({
              label: t(offer.label),
              onSelect: () => onChange(stepped(part, offer, catalogue)),
            }))
          }
        />
      ) : null}
      {inner ? (
        <button type="button" className={styles.step} onClick={() => onChange(inner)}>
          <Back size={14} aria-hidden="true" />
          {w(`去掉“${nameOf(part)}”`, `Without “${nameOf(part)}”`)}
        </button>
      ) : null}
    </span>
  );
}

function nameOf(part: Part | null): string {
  return part?.kind === "call" ? t((part as Call).offer.label) : "";
}

/** What the value says in words, or what is wrong with it. */
function ValueSaid({ place, value, content, about }: ValueEditorProps) {
  const asked = useAsked({
    place,
    condition: value ?? null,
    member: null,
    content,
    sample: about?.sample,
    ofValue: true,
  });
  const [last, setLast] = useState(asked.look);
  useEffect(() => setLast(asked.look), [asked.look]);
  if (about && about.sample === null) {
    return (
      <p className="field__hint">
        {w(
          "贴一份示例内容，就能在这里读成一句话。",
          "With an example of the body, it is read here.",
        )}
      </p>
    );
  }
  if (!last || asked.wasEmpty) return <span className={styles.waiting} />;
  const [wrong] = last.findings.filter((each) => each.severity === "error");
  return (
    <p className={styles.said} data-wrong={wrong !== undefined} aria-live="polite">
      {wrong ? <Wrong size={14} aria-hidden="true" /> : null}
      <span>
        {wrong ? `${t(wrong.message)} ${wrong.fix ? t(wrong.fix) : ""}` : t(last.sentence)}
      </span>
    </p>
  );
}
