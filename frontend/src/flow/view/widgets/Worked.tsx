// Values that are worked out: from the member by name, or from what another system sent by field.

import { useState } from "react";

import { ConditionEditor } from "../../../conditions/ConditionEditor";
import { ValueEditor } from "../../../conditions/ValueEditor";
import { nameOf } from "../../../objects/model/reading";
import { JsonArea } from "../../../shared/JsonArea";
import { isObject, type Json, type JsonObject } from "../../../shared/json";
import { Button, IconButton } from "../../../shared/ui/Button";
import { Segmented, TextField } from "../../../shared/ui/fields";
import { Close, Plus } from "../../../shared/ui/icons";
import { Menu } from "../../../shared/ui/Menu";
import { draft, useDraft } from "../../../shared/useDraft";
import { useSavedDraft } from "../../../shared/useSavedDraft";
import { t, w } from "../../../shared/words";
import { freshKey } from "../../model/edits";
import { fieldsOf } from "../../model/objects";
import { textOf } from "../../model/reading";
import { renamed } from "../../model/rows";
import styles from "../pane.module.css";
import { labelOf, type WidgetProps } from "../Widget";
import { keepSample, useBody, useTheSample } from "./useBody";

const document = () => draft().now.document;

/** Something taken from what another system sent: a value, or a condition on it. */
export function FromBody(props: WidgetProps) {
  const { option, value, locked, error, onChange } = props;
  const about = useBody(value);
  if (option.key === "where") return <BodyRule {...props} />;
  return (
    <fieldset className={styles.group}>
      <legend className="field__label">{labelOf(option)}</legend>
      <Example />
      <ValueEditor
        place="body"
        label={t(option.label)}
        value={value}
        about={about}
        error={error}
        disabled={locked}
        content={document}
        onChange={onChange}
      />
    </fieldset>
  );
}

/** What is sent, by an example that is pasted here: paths need not be known by heart. */
function Example() {
  const sample = useTheSample();
  return (
    <details className={styles.example}>
      <summary>
        {sample
          ? w("示例内容（可换一份）", "The example (change it)")
          : w("贴一份示例内容，就能从里面选", "Paste an example to pick from it")}
      </summary>
      <JsonArea
        label={w("对方发来的 JSON", "The JSON that is sent")}
        hint={w(
          "只留在这台设备上，用来挑字段、读算式。",
          "Kept on this device only, to pick fields and read expressions.",
        )}
        rows={6}
        value={sample ?? undefined}
        onChange={keepSample}
      />
    </details>
  );
}

function BodyRule({ option, value, locked, error, onChange }: WidgetProps) {
  const about = useBody(value);
  const [wanted, setWanted] = useState(false);
  const there = (value !== undefined && value !== null) || wanted;
  return (
    <div className={styles.group}>
      <span className="field__label">{labelOf(option)}</span>
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
      {there ? (
        <ConditionEditor
          place="body"
          value={value ?? null}
          about={about}
          label={t(option.label)}
          disabled={locked}
          content={document}
          onChange={(next, tag) => onChange(next ?? undefined, tag ?? "")}
        />
      ) : null}
      {error ? <p className="field__error">{error}</p> : null}
    </div>
  );
}

/** Values for fields of a record, each taken from what was sent. */
export function FieldsFromBody({ option, options, value, locked, error, onChange }: WidgetProps) {
  const now = useDraft((each) => each.document);
  const given = isObject(value) ? value : {};
  const about = useBody(...Object.values(given));
  const object = option.of === null ? "member" : textOf(options[option.of]);
  const fields = fieldsOf(now, object);
  const free = fields.filter((each) => !(each.key in given));
  const set = setter(given, onChange);
  return (
    <fieldset className={styles.group}>
      <legend className="field__label">{labelOf(option)}</legend>
      {Object.entries(given).map(([key, each]) => {
        const field = fields.find((one) => one.key === key);
        const label = field ? nameOf(field) : key;
        return (
          <div key={key} className={styles.worked}>
            <WorkedHead label={label} locked={locked} onRemove={() => set(key, undefined)} />
            <ValueEditor
              place="body"
              label={label}
              value={each ?? undefined}
              about={about}
              disabled={locked}
              content={document}
              onChange={(next, tag) => set(key, next ?? null, tag)}
            />
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
              onSelect: () => set(each.key, { var: each.key }),
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

/** Values worked out for each member, under names of their own. */
export function Computed({ option, value, locked, error, onChange }: WidgetProps) {
  const ready = useSavedDraft();
  const given = isObject(value) ? value : {};
  const set = setter(given, onChange);
  const keys = Object.keys(given);
  if (!ready) return <div aria-busy="true" />;
  return (
    <fieldset className={styles.group}>
      <legend className="field__label">{labelOf(option)}</legend>
      {Object.entries(given).map(([name, each], n) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: A row stays itself while its name is typed.
        <div key={n} className={styles.worked}>
          <div className={styles.valueRow}>
            <NameField
              name={name}
              given={given}
              locked={locked}
              onChange={(changed) => onChange(changed, `/${n}/name`)}
            />
            {locked ? null : (
              <IconButton label={w("去掉", "Remove")} onClick={() => set(name, undefined)}>
                <Close size={14} />
              </IconButton>
            )}
          </div>
          <ValueEditor
            place="member"
            label={name}
            value={each ?? undefined}
            disabled={locked}
            content={document}
            onChange={(next, tag) => set(name, next ?? null, tag)}
          />
        </div>
      ))}
      {locked ? null : (
        <Button
          icon={<Plus size={16} />}
          onClick={() => set(freshKey("value", new Set(keys)), null)}
        >
          {w("加一项", "Add a value")}
        </Button>
      )}
      {error ? <p className="field__error">{error}</p> : null}
    </fieldset>
  );
}

interface NameFieldProps {
  readonly name: string;
  readonly given: JsonObject;
  readonly locked: boolean;
  readonly onChange: (given: JsonObject) => void;
}

/** The name of a value; one that is taken or blank stays in the input until it is another. */
function NameField({ name, given, locked, onChange }: NameFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const wanted = typed?.trim() ?? name;
  const refused = wanted !== name;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: leaving the input is heard here
    <div onBlur={() => setTyped(null)}>
      <TextField
        label={w("名字", "Name")}
        value={typed ?? name}
        disabled={locked}
        error={
          !refused
            ? null
            : wanted === ""
              ? w("名字不能空着。", "A name is needed.")
              : w("已有这个名字。", "This name is taken.")
        }
        onChange={(next) => {
          setTyped(next);
          const changed = renamed(given, name, next.trim());
          if (changed) onChange(changed);
        }}
      />
    </div>
  );
}

interface WorkedHeadProps {
  readonly label: string;
  readonly locked: boolean;
  readonly onRemove: () => void;
}

function WorkedHead({ label, locked, onRemove }: WorkedHeadProps) {
  return (
    <header className={styles.workedHead}>
      <b>{label}</b>
      {locked ? null : (
        <IconButton label={w(`去掉 ${label}`, `Remove ${label}`)} onClick={onRemove}>
          <Close size={14} />
        </IconButton>
      )}
    </header>
  );
}

/** Writes one of several values under its name; with none left, the option is not set at all. */
function setter(given: JsonObject, onChange: WidgetProps["onChange"]) {
  return (key: string, next: Json | undefined, tag = "") => {
    const { [key]: _, ...others } = given;
    const changed = next === undefined ? others : { ...given, [key]: next };
    onChange(Object.keys(changed).length > 0 ? changed : undefined, `/${key}${tag}`);
  };
}
