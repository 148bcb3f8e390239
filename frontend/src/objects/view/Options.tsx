// The options of a kind, drawn from what the kind declares: a new kind needs nothing here.

import type { FieldKindOffered, OptionOffered } from "../../generated/fields";
import { boot } from "../../shared/boot";
import type { Json } from "../../shared/json";
import { Switch } from "../../shared/ui/fields";
import { t } from "../../shared/words";
import { setField } from "../actions";
import { type FieldView, type ObjectView, optionsOf } from "../model/reading";
import { Choices } from "./Choices";
import { Expression } from "./Expression";
import { Part } from "./FieldPane";
import { type Said, saidOf } from "./findings";
import { ValueInput } from "./ValueInput";

export interface OptionsProps {
  readonly object: ObjectView;
  readonly view: FieldView;
  readonly kind: FieldKindOffered;
  readonly objects: readonly ObjectView[];
  readonly said: readonly Said[];
}

export function Options(props: OptionsProps) {
  return (
    <Part label={t(props.kind.label)} bare={props.kind.options.length === 1}>
      {props.kind.options.map((each) => (
        <div key={each.key} data-at={`options/${each.key}`}>
          <OptionInput {...props} option={each} />
        </div>
      ))}
    </Part>
  );
}

function OptionInput({
  object,
  view,
  option,
  objects,
  said,
}: OptionsProps & { readonly option: OptionOffered }) {
  const options = optionsOf(view.field);
  const value = options[option.key];
  const error = saidOf(said, `options/${option.key}`);
  const path = ["options", option.key];
  const write = (next: Json | undefined) =>
    setField(object.key, view.key, path, next, option.label);
  const disabled = !boot().may.edit;
  if (option.look === "choices") {
    return <Choices object={object} view={view} option={option} error={error} />;
  }
  if (option.look === "expression") {
    return (
      <Expression
        object={object.key}
        field={String(view.field.kind)}
        label={t(option.label)}
        value={value}
        error={error}
        onChange={write}
      />
    );
  }
  if (option.look === "switch") {
    return (
      <Switch
        label={t(option.label)}
        value={value === true}
        disabled={disabled}
        onChange={(on) => write(on ? true : undefined)}
      />
    );
  }
  // A choice that nobody made is shown as it holds; what is typed shows it as a placeholder.
  const usual = option.look === "choice" ? ((option.default ?? undefined) as Json) : undefined;
  const choices =
    option.look === "object"
      ? objects.map((each) => ({ value: each.key, label: t(each.label) || each.key }))
      : option.choices.map((each) => ({ value: each.key, label: t(each.label) }));
  return (
    <ValueInput
      look={option.look}
      label={t(option.label)}
      hint={option.help ? t(option.help) : undefined}
      value={value ?? usual}
      choices={choices}
      error={error}
      disabled={disabled}
      placeholder={option.default === null ? "" : String(option.default)}
      onChange={write}
    />
  );
}
