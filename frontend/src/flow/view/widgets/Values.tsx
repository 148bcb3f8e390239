// Values for fields, each asked for as its field takes it.

import { choicesOf, type FieldView, nameOf } from "../../../objects/model/reading";
import { isObject, type Json } from "../../../shared/json";
import { Button, IconButton } from "../../../shared/ui/Button";
import { NumberField, Segmented, Select, TextField } from "../../../shared/ui/fields";
import { Close, Plus } from "../../../shared/ui/icons";
import { Menu } from "../../../shared/ui/Menu";
import { useDraft } from "../../../shared/useDraft";
import { t, w } from "../../../shared/words";
import { fieldsOf } from "../../model/objects";
import { textOf } from "../../model/reading";
import { island } from "../../state";
import styles from "../pane.module.css";
import { labelOf, type WidgetProps } from "../Widget";
import { stringsOf } from "./strings";
import { Tags } from "./Tags";

/** Stands for the moment at which the step is done. */
const NOW = "now";

export function Values({ option, options, value, locked, error, onChange }: WidgetProps) {
  const document = useDraft((now) => now.document);
  const object = option.of === null ? "member" : textOf(options[option.of]);
  const fields = fieldsOf(document, object).filter(isTyped);
  const given = isObject(value) ? value : {};
  const set = (key: string, next: Json | undefined) => {
    const { [key]: _, ...others } = given;
    const changed = next === undefined ? others : { ...given, [key]: next };
    onChange(Object.keys(changed).length > 0 ? changed : undefined, `/${key}`);
  };
  const free = fields.filter((each) => !(each.key in given));
  return (
    <fieldset className={styles.group}>
      <legend className="field__label">{labelOf(option)}</legend>
      {Object.entries(given).map(([key, each]) => {
        const field = fields.find((one) => one.key === key);
        return (
          <div key={key} className={styles.valueRow}>
            <ValueField
              label={field ? nameOf(field) : key}
              field={field}
              value={each}
              locked={locked}
              onChange={(next) => set(key, next ?? "")}
            />
            {locked ? null : (
              <IconButton label={w("去掉", "Remove")} onClick={() => set(key, undefined)}>
                <Close size={14} />
              </IconButton>
            )}
          </div>
        );
      })}
      {locked || free.length === 0 ? null : (
        <Menu
          label={w("添加字段", "Add a field")}
          trigger={<Button icon={<Plus size={16} />}>{w("添加字段", "Add a field")}</Button>}
          items={() =>
            free.map((each) => ({
              label: nameOf(each),
              onSelect: () => set(each.key, first(each)),
            }))
          }
        />
      )}
      {object === "" ? (
        <p className="field__hint">{w("先选对象。", "Choose an object first.")}</p>
      ) : null}
      {error ? <p className="field__error">{error}</p> : null}
    </fieldset>
  );
}

/** The value of one field of the member, which another option names. */
export function OneValue({ option, options, value, locked, error, onChange }: WidgetProps) {
  const document = useDraft((now) => now.document);
  const named = option.of === null ? "" : textOf(options[option.of]);
  const field = fieldsOf(document, "member").find((each) => each.key === named);
  return (
    <ValueField
      label={t(option.label)}
      field={field}
      value={value}
      locked={locked || named === ""}
      error={error}
      onChange={onChange}
    />
  );
}

function kindOf(field: FieldView | undefined) {
  const named = textOf(field?.field.kind);
  return island().fields?.kinds.find((each) => each.key === named);
}

function isTyped(field: FieldView): boolean {
  return kindOf(field)?.typed !== false;
}

function first(field: FieldView): Json {
  const look = kindOf(field)?.look;
  if (look === "moment" || look === "day") return NOW;
  if (look === "switch") return true;
  if (look === "choice") return choicesOf(field.field)[0]?.key ?? "";
  return look === "number" || look === "money" || look === "percent" ? 0 : "";
}

interface ValueFieldProps {
  readonly label: string;
  readonly field: FieldView | undefined;
  readonly value: Json | undefined;
  readonly locked: boolean;
  readonly error?: string | null;
  readonly onChange: (value: Json | undefined) => void;
}

function ValueField({ label, field, value, locked, error, onChange }: ValueFieldProps) {
  const look = kindOf(field)?.look;
  const common = { label, error, disabled: locked };
  switch (look) {
    case "number":
    case "money":
    case "percent":
      return (
        <NumberField
          {...common}
          value={value === undefined || value === null || value === "" ? null : Number(value)}
          {...(look === "money"
            ? { unit: island().currency }
            : look === "percent"
              ? { unit: "%" }
              : {})}
          onChange={(next) => onChange(next ?? undefined)}
        />
      );
    case "switch":
      return (
        <div className="field">
          <span className="field__label">{label}</span>
          <Segmented
            label={label}
            value={value === true ? "yes" : "no"}
            disabled={locked}
            options={[
              { value: "yes", label: w("是", "Yes") },
              { value: "no", label: w("否", "No") },
            ]}
            onChange={(next) => onChange(next === "yes")}
          />
        </div>
      );
    case "choice":
      return (
        <Select
          {...common}
          value={textOf(value)}
          options={[
            { value: "", label: w("清空", "Blank") },
            ...choicesOf(field?.field ?? {}).map((each) => ({
              value: each.key,
              label: t(each.label),
            })),
          ]}
          onChange={(next) => onChange(next || undefined)}
        />
      );
    case "tags":
      return <Tags {...common} value={stringsOf(value)} onChange={(next) => onChange([...next])} />;
    case "day":
    case "moment":
      return <MomentField {...common} look={look} value={textOf(value)} onChange={onChange} />;
    default:
      return (
        <TextField
          {...common}
          value={value === undefined || value === null ? "" : String(value)}
          hint={field ? undefined : w("清空：留空", "Blank clears it")}
          onChange={(next) => onChange(next === "" ? undefined : next)}
        />
      );
  }
}

function MomentField({
  label,
  look,
  value,
  disabled,
  error,
  onChange,
}: {
  readonly label: string;
  readonly look: "day" | "moment";
  readonly value: string;
  readonly disabled: boolean;
  readonly error: string | null | undefined;
  readonly onChange: (value: Json | undefined) => void;
}) {
  return (
    <div className={styles.group}>
      <span className="field__label">{label}</span>
      <Segmented
        label={label}
        value={value === NOW ? "now" : "fixed"}
        disabled={disabled}
        options={[
          { value: "now", label: w("执行的时候", "When it is done") },
          { value: "fixed", label: w("固定", "Fixed") },
        ]}
        onChange={(next) => onChange(next === "now" ? NOW : undefined)}
      />
      {value === NOW ? null : (
        <TextField
          bare
          label={label}
          error={error}
          type={look === "day" ? "date" : "datetime-local"}
          value={value.replace(" ", "T")}
          disabled={disabled}
          onChange={(next) => onChange(next.replace("T", " ") || undefined)}
        />
      )}
    </div>
  );
}
