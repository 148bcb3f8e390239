// A condition of the form: none, or one over its answers.

import { ConditionEditor } from "../../conditions/ConditionEditor";
import { textOf } from "../../objects/model/reading";
import { boot } from "../../shared/boot";
import { at, isObject, type Json, type Path } from "../../shared/json";
import { Segmented } from "../../shared/ui/fields";
import { draft } from "../../shared/useDraft";
import { useSavedDraft } from "../../shared/useSavedDraft";
import { type Words, w } from "../../shared/words";
import { now, write } from "../actions";

const ASKS_NOTHING: Json = { and: [] };

export interface ConditionProps {
  readonly label: Words;
  readonly path: Path;
  readonly value: Json | undefined;
}

export function Condition({ label, path, value }: ConditionProps) {
  const there = value !== undefined && value !== null;
  return (
    <div className="field">
      <span className="field__label">{w(label.zh, label.en)}</span>
      <Segmented
        label={w(label.zh, label.en)}
        value={there ? "if" : "always"}
        disabled={!boot().may.edit}
        options={[
          { value: "always", label: w("总是", "Always") },
          { value: "if", label: w("满足条件时", "If …") },
        ]}
        onChange={(next) => write(path, next === "if" ? ASKS_NOTHING : undefined, label)}
      />
      {there ? <Rule label={label} path={path} value={value} /> : null}
    </div>
  );
}

export function Rule({ label, path, value }: ConditionProps) {
  const ready = useSavedDraft();
  if (!ready) return <div aria-busy="true" />;
  return (
    <ConditionEditor
      place={placeOf(path)}
      value={value ?? ASKS_NOTHING}
      label={w(label.zh, label.en)}
      disabled={!boot().may.edit}
      content={now}
      onChange={(next, tag) =>
        draft().put(path, next, { label, ...(tag ? { tag: `${path.join("/")} ${tag}` } : {}) })
      }
    />
  );
}

/** Names the place of a condition: the form, or the sub-form around the item. */
export function placeOf(path: Path): string {
  const form = at(now(), path.slice(0, 2));
  const key = isObject(form) ? textOf(form.key) : "";
  for (let end = path.length - 2; end > 4; end -= 1) {
    const holder = at(now(), path.slice(0, end));
    if (isObject(holder) && holder.kind === "rows" && path[end] === "items") {
      return `form:${key}/${textOf(holder.key)}`;
    }
  }
  return `form:${key}`;
}
