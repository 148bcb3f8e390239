// A formula or a metric, picked from what the palette offers, or written as JSON.

import { useCallback, useMemo, useRef, useState } from "react";

import { useCatalogue } from "../../conditions/asking";
import { Blocks } from "../../conditions/Blocks";
import { type Catalogue, ITSELF } from "../../conditions/catalogue";
import { type Change, replace, withPart } from "../../conditions/editing";
import { type Editor, EditorContext } from "../../conditions/editor";
import { bare, type Call, type Group, literal } from "../../conditions/model";
import { OperandView } from "../../conditions/OperandView";
import { read } from "../../conditions/reading";
import { Told, ToldContext } from "../../conditions/told";
import { write } from "../../conditions/writing";
import { boot } from "../../shared/boot";
import { equal, isList, isObject, type Json } from "../../shared/json";
import { Segmented } from "../../shared/ui/fields";
import { w } from "../../shared/words";
import { JsonText, type JsonTextProps } from "./JsonText";
import styles from "./pane.module.css";

/** An operator around the value, so that the editor of conditions can hold it. */
const AROUND = "is_set";
const ANYTHING = { kinds: null, records: true } as const;

export function Expression(props: JsonTextProps) {
  const [tab, setTab] = useState<"picked" | "json">("picked");
  const ofMembers = props.field === "rollup" && props.object === "member";
  const where = ofMembers ? "member" : `record:${props.object}`;
  const { catalogue, error } = useCatalogue(where);
  const sound = catalogue && call(rootOf(props.value, catalogue)) !== null;
  return (
    <div className={styles.expression}>
      <Segmented
        label={w("显示方式", "Shown as")}
        value={tab}
        options={[
          { value: "picked", label: w("选择", "Pick") },
          { value: "json", label: "JSON" },
        ]}
        onChange={setTab}
      />
      {tab === "json" || error || (catalogue && !sound) ? (
        <JsonText {...props} />
      ) : catalogue ? (
        <Picked {...props} catalogue={catalogue} />
      ) : null}
    </div>
  );
}

function Picked(props: JsonTextProps & { readonly catalogue: Catalogue }) {
  const { value, catalogue, label, error } = props;
  const kept = useRef<{ value: Json | undefined; root: Group } | null>(null);
  if (kept.current === null || !equal(kept.current.value, value)) {
    kept.current = { value, root: rootOf(value, catalogue) };
  }
  const [, redraw] = useState(0);
  const tell = useRef(props.onChange);
  tell.current = props.onChange;
  const apply = useCallback((change: Change) => {
    const before = kept.current?.root;
    if (!before) return;
    const root = change(before);
    const next = heldIn(root);
    kept.current = { value: next, root };
    redraw((count) => count + 1);
    tell.current(next);
  }, []);
  const disabled = !boot().may.edit;
  const editor = useMemo<Editor>(
    () => ({
      name: "expression",
      catalogue,
      disabled,
      root: () => kept.current?.root ?? bare([]),
      apply,
    }),
    [catalogue, disabled, apply],
  );
  const told = useMemo(() => new Told(), []);
  const held = call(kept.current.root);
  if (held === null) return <JsonText {...props} />;
  return (
    <ToldContext value={told}>
      <EditorContext value={editor}>
        <section className={styles.operand} aria-label={label}>
          <OperandView
            part={held.parts[held.offer.subject] ?? null}
            at=""
            source={ITSELF}
            label={label}
            want={ANYTHING}
            onChange={(part) =>
              apply((root) =>
                replace(root, held.id, () => withPart(held, held.offer.subject, part)),
              )
            }
          />
          <Blocks call={held} at="" source={ITSELF} />
        </section>
        {error ? <p className="field__error">{error}</p> : null}
      </EditorContext>
    </ToldContext>
  );
}

/** Holds the value as what is asked about; where there is none, as something still to be picked. */
function rootOf(value: Json | undefined, catalogue: Catalogue): Group {
  const root = read({ [AROUND]: [value ?? anyField(catalogue)] }, catalogue);
  const held = call(root);
  if (value !== undefined || held === null) return root;
  return bare([withPart(held, held.offer.subject, literal(null))]);
}

function anyField(catalogue: Catalogue): Json {
  return { var: catalogue.palette.sources[0]?.fields[0]?.name ?? "" };
}

function call(root: Group): Call | null {
  const [first] = root.items;
  return first?.kind === "call" && first.offer.operator === AROUND ? first : null;
}

function heldIn(root: Group): Json | undefined {
  const logic = write(root);
  const given = isObject(logic) ? logic[AROUND] : undefined;
  const value = isList(given) ? given[0] : given;
  return value ?? undefined;
}
