// A condition over the member, or over the record that set the flow in motion.

import { useState } from "react";

import { ConditionEditor } from "../../../conditions/ConditionEditor";
import type { FlowOption } from "../../../generated/flow";
import { isObject, type Json, type JsonObject } from "../../../shared/json";
import { Segmented } from "../../../shared/ui/fields";
import { draft } from "../../../shared/useDraft";
import { useSavedDraft } from "../../../shared/useSavedDraft";
import { t, w } from "../../../shared/words";
import { TRIGGER, textOf } from "../../model/reading";
import { flowNow, island } from "../../state";
import styles from "../pane.module.css";
import { labelOf, type WidgetProps } from "../Widget";

export function ConditionField(props: WidgetProps) {
  const { option, value, locked, error, onChange } = props;
  const [wanted, setWanted] = useState(false);
  const there = (value !== undefined && value !== null) || wanted || option.required;
  const object = option.about === "record" ? objectOf(props) : null;
  if (object === "") {
    return (
      <div className="field">
        <span className="field__label">{labelOf(option)}</span>
        <p className="field__hint">{w("先选对象。", "Choose an object first.")}</p>
      </div>
    );
  }
  return (
    <div className={styles.group}>
      <span className="field__label">{labelOf(option)}</span>
      {option.required ? null : (
        <Segmented
          label={t(option.label)}
          value={there ? "if" : "all"}
          disabled={locked}
          options={[
            { value: "all", label: w("不限", "All") },
            { value: "if", label: w("满足条件的", "By a condition") },
          ]}
          onChange={(next) => {
            setWanted(next === "if");
            if (next === "all") onChange(undefined);
          }}
        />
      )}
      {there ? (
        <Rule
          place={object === null ? "member" : `check:${object}`}
          label={t(option.label)}
          value={value}
          locked={locked}
          onChange={onChange}
        />
      ) : null}
      {error ? <p className="field__error">{error}</p> : null}
    </div>
  );
}

/** Whose record is meant: what an option beside names, or what the trigger brings. */
function objectOf({ declared, options, card }: WidgetProps): string {
  const named = declared.find((each: FlowOption) => each.widget === "object");
  if (named) return textOf(options[named.key]);
  const { trigger } = flowNow();
  if (!isObject(trigger)) return "";
  const kind = island().kinds.triggers.find((each) => each.key === trigger.kind);
  if (card === TRIGGER || kind?.record) return kind?.record ?? "";
  const given: JsonObject = isObject(trigger.options) ? trigger.options : {};
  return textOf(given.object);
}

export interface RuleProps {
  readonly place: string;
  readonly label: string;
  readonly value: Json | undefined;
  readonly locked: boolean;
  readonly onChange: (value: Json | undefined, tag?: string) => void;
}

export function Rule({ place, label, value, locked, onChange }: RuleProps) {
  const ready = useSavedDraft();
  if (!ready) return <div aria-busy="true" />;
  return (
    <ConditionEditor
      key={place}
      place={place}
      value={value ?? null}
      label={label}
      disabled={locked}
      content={() => draft().now.document}
      onChange={(next, tag) => onChange(next ?? undefined, tag ?? "")}
    />
  );
}
