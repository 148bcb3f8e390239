// What a field holds when nobody says anything, given with the input of its own kind.

import type { FieldKindOffered } from "../../generated/fields";
import { boot } from "../../shared/boot";
import { t, w } from "../../shared/words";
import { setField } from "../actions";
import { choicesOf, type FieldView, type ObjectView, optionsOf, textOf } from "../model/reading";
import { ValueInput } from "./ValueInput";

export interface DefaultPartProps {
  readonly object: ObjectView;
  readonly view: FieldView;
  readonly kind: FieldKindOffered;
  readonly error: string | null;
}

const WHAT = { zh: "默认值", en: "the default" };

export function DefaultPart({ object, view, kind, error }: DefaultPartProps) {
  if (!kind.typed || kind.look === "record") return null;
  const choices = choicesOf(view.field).map((each) => ({
    value: each.key,
    label: t(each.label) || each.key,
  }));
  return (
    <div data-at="default">
      <ValueInput
        look={kind.look}
        label={w("默认值", "Default")}
        hint={w("新记录没填时用它", "Used where a new record says nothing")}
        value={view.field.default}
        choices={choices}
        unit={textOf(optionsOf(view.field).unit)}
        error={error}
        disabled={!boot().may.edit}
        onChange={(value) => setField(object.key, view.key, ["default"], value, WHAT)}
      />
    </div>
  );
}
