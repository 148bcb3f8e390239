// An option by how it is asked for; one that is not known here is written as JSON.

import type { FlowOption } from "../../generated/flow";
import { isObject, type Json, type JsonObject } from "../../shared/json";
import { NumberField, Select, Switch, TextField } from "../../shared/ui/fields";
import { WordsField } from "../../shared/ui/WordsField";
import { t, w } from "../../shared/words";
import { textOf, wordsOf } from "../model/reading";
import { said } from "./said";
import { Branches } from "./widgets/Branches";
import { CalendarDays } from "./widgets/CalendarDays";
import { Choices } from "./widgets/Choices";
import { ConditionField } from "./widgets/ConditionField";
import { Cron } from "./widgets/Cron";
import { Duration } from "./widgets/Duration";
import { Hours } from "./widgets/Hours";
import { JsonField } from "./widgets/JsonField";
import { Named } from "./widgets/Named";
import { stringsOf } from "./widgets/strings";
import { Tags } from "./widgets/Tags";
import { OneValue, Values } from "./widgets/Values";
import { Variants } from "./widgets/Variants";
import { Computed, FieldsFromBody, FromBody } from "./widgets/Worked";

export interface WidgetProps {
  readonly option: FlowOption;
  readonly card: string;
  readonly declared: readonly FlowOption[];
  readonly options: JsonObject;
  readonly value: Json | undefined;
  readonly locked: boolean;
  readonly error: string | null;
  readonly onChange: (value: Json | undefined, tag?: string) => void;
}

export function Widget(props: WidgetProps) {
  const { option, value, locked, error, onChange } = props;
  const common = { label: labelOf(option), error, disabled: locked };
  switch (option.widget) {
    case "text":
      return (
        <TextField
          {...common}
          value={textOf(value)}
          placeholder={textOf(option.default as Json)}
          onChange={(next) => onChange(next || undefined)}
        />
      );
    case "words":
    case "long_words":
      return (
        <WordsField
          {...common}
          value={wordsOf(value)}
          {...(option.widget === "long_words" ? { rows: 4 } : {})}
          onChange={(next) => onChange(said(next))}
        />
      );
    case "whole":
      return (
        <NumberField
          {...common}
          value={typeof value === "number" ? value : null}
          placeholder={option.default === null ? "" : String(option.default)}
          onChange={(next) => onChange(next === null ? undefined : Math.round(next))}
        />
      );
    case "decimal":
      return (
        <NumberField
          {...common}
          value={value === undefined || value === null ? null : Number(value)}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case "flag":
      return (
        <Switch
          label={labelOf(option)}
          value={typeof value === "boolean" ? value : option.default === true}
          disabled={locked}
          onChange={onChange}
        />
      );
    case "choice":
      return <Choice {...props} />;
    case "choices":
      return (
        <Choices
          {...common}
          choices={option.choices}
          value={stringsOf(value)}
          onChange={(next) => onChange(next.length > 0 ? next : undefined)}
        />
      );
    case "time":
      return (
        <TextField
          {...common}
          type="time"
          value={textOf(value) || textOf(option.default as Json)}
          onChange={(next) => onChange(next || undefined)}
        />
      );
    case "tags":
      return (
        <Tags
          {...common}
          value={stringsOf(value)}
          onChange={(next) => onChange(next.length > 0 ? next : undefined)}
        />
      );
    default:
      return <Composed {...props} />;
  }
}

/** Widgets that ask for more than one thing, or for something of the programme. */
function Composed(props: WidgetProps) {
  const { option, value } = props;
  switch (option.widget) {
    case "duration":
      return <Duration {...props} value={isObject(value) ? value : {}} />;
    case "hours":
      return <Hours {...props} value={isObject(value) ? value : null} />;
    case "cron":
      return <Cron {...props} />;
    case "condition":
      return <ConditionField {...props} />;
    case "branches":
      return <Branches {...props} />;
    case "variants":
      return <Variants {...props} />;
    case "values":
      return <Values {...props} />;
    case "value":
      return <OneValue {...props} />;
    case "expression":
      return <FromBody {...props} />;
    case "expressions":
      return <FieldsFromBody {...props} />;
    case "calendar_days":
      return <CalendarDays {...props} />;
    case "computed":
      return <Computed {...props} />;
    case "object":
    case "field":
    case "fields":
    case "ladder":
    case "tier":
    case "trial":
    case "coupon":
    case "currency":
    case "segment":
    case "form":
    case "step":
    case "template":
    case "flow":
    case "benefit":
      return <Named {...props} />;
    default:
      return <JsonField {...props} />;
  }
}

function Choice({ option, value, locked, error, onChange }: WidgetProps) {
  const usual = textOf(option.default as Json);
  const none = usual ? [] : [{ value: "", label: w("选择…", "Choose …") }];
  return (
    <Select
      label={labelOf(option)}
      error={error}
      disabled={locked}
      value={textOf(value) || usual}
      options={[
        ...none,
        ...option.choices.map((each) => ({ value: each.key, label: t(each.label) })),
      ]}
      onChange={(next) => onChange(next || undefined)}
    />
  );
}

export function labelOf(option: FlowOption): string {
  const label = t(option.label);
  const given = option.required || option.default !== null || option.widget === "flag";
  return given ? label : `${label}${w("（选填）", " (optional)")}`;
}
