// What is set on an item: drawn from what its kind declares, so that a new kind is drawn as it is.

import type { SettingOffered } from "../../generated/forms";
import { nameOf, textOf, wordsOf } from "../../objects/model/reading";
import { boot } from "../../shared/boot";
import type { Json, JsonObject, Path } from "../../shared/json";
import { NumberField, Segmented, Select, Switch, TextField } from "../../shared/ui/fields";
import { WordsField } from "../../shared/ui/WordsField";
import { useDraft } from "../../shared/useDraft";
import { t, type Words, w } from "../../shared/words";
import { write } from "../actions";
import { kindOf, MEMBER, objectsIn, offers, ownerOf, targetOf } from "../model/reading";
import { page, palettes } from "../state";
import { Computed } from "./Computed";
import { Condition, Rule } from "./Condition";
import styles from "./forms.module.css";
import { said } from "./said";
import { ValueField } from "./ValueField";

export interface ItemSettingsProps {
  readonly item: JsonObject;
  readonly path: Path;
}

export function ItemSettings({ item, path }: ItemSettingsProps) {
  const kind = kindOf(palettes().items, item);
  if (!kind) {
    return (
      <p>{w(`不认识的组件“${String(item.kind)}”`, `An unknown item: ${String(item.kind)}`)}</p>
    );
  }
  return (
    <>
      <h3>{t(kind.label)}</h3>
      {kind.settings.map((each) => (
        <Setting key={each.key} setting={each} item={item} path={path} />
      ))}
      <p className={styles.keyed}>
        {w("条件里称它为", "Conditions call it")} <code>{textOf(item.key)}</code>
      </p>
    </>
  );
}

interface SettingProps extends ItemSettingsProps {
  readonly setting: SettingOffered;
}

function Setting({ setting, item, path }: SettingProps) {
  const document = useDraft((now) => now.document);
  const place = [...path, setting.key];
  const value = item[setting.key];
  const locked = !boot().may.edit;
  const label = t(setting.label);
  const set = (next: Json | undefined) => write(place, next, setting.label);
  switch (setting.widget) {
    case "words":
    case "long_words":
      return (
        <WordsField
          label={label}
          value={wordsOf(value)}
          disabled={locked}
          hint={hintOf(setting, document, path, item)}
          {...(setting.widget === "long_words" ? { rows: 4 } : {})}
          onChange={(next) => set(said(next))}
        />
      );
    case "flag":
      return (
        <Switch
          label={label}
          hint={setting.key === "prefill" ? `?${textOf(item.key)}=…` : ""}
          value={value === true}
          disabled={locked}
          onChange={(next) => set(next || undefined)}
        />
      );
    case "whole":
      return (
        <NumberField
          label={label}
          value={typeof value === "number" ? value : null}
          disabled={locked}
          onChange={(next) => set(next === null ? undefined : Math.round(next))}
        />
      );
    case "width":
      return (
        <div className="field">
          <span className="field__label">{label}</span>
          <Segmented
            label={label}
            value={value === "half" ? "half" : "full"}
            disabled={locked}
            options={[
              { value: "full", label: w("整行", "Whole row") },
              { value: "half", label: w("半行", "Half a row") },
            ]}
            onChange={(next) => set(next === "half" ? "half" : undefined)}
          />
        </div>
      );
    case "field":
      return (
        <Select
          label={label}
          value={textOf(value)}
          disabled={locked}
          options={[
            { value: "", label: w("选择…", "Choose …") },
            ...offers(document, palettes(), path.slice(0, -1)).map((each) => ({
              value: each.written,
              label: each.label,
            })),
          ]}
          onChange={set}
        />
      );
    case "object":
      return (
        <Select
          label={label}
          value={textOf(value)}
          disabled={locked}
          options={[
            { value: "", label: w("选择…", "Choose …") },
            ...objectsIn(document, page().fields)
              .filter((each) => each.ofMember && each.key !== MEMBER)
              .map((each) => ({ value: each.key, label: t(each.label) })),
          ]}
          onChange={set}
        />
      );
    case "value":
      return (
        <ValueField
          label={label}
          value={value}
          kind={kindOfTarget(document, path, item)}
          disabled={locked}
          onChange={set}
        />
      );
    case "condition":
      return <Condition label={setting.label} path={place} value={value} />;
    case "flag_or_condition":
      return <Sometimes label={setting.label} path={place} value={value} />;
    case "expression":
      return <Computed label={setting.label} path={place} value={value} />;
    default:
      return <TextField label={label} value={textOf(value)} disabled={locked} onChange={set} />;
  }
}

/** A label that is blank is the field's own: that one is shown as the hint. */
function hintOf(
  setting: SettingOffered,
  document: Json,
  path: Path,
  item: JsonObject,
): string | undefined {
  if (setting.key !== "label" || item.kind !== "field") return undefined;
  const target = targetOf(
    objectsIn(document, page().fields),
    ownerOf(document, path.slice(0, -1)),
    textOf(item.field),
  );
  if (!target) return undefined;
  const name = nameOf(target.field);
  return w(`留空则用字段的名称“${name}”`, `Blank: the field's own, ${name}`);
}

function kindOfTarget(document: Json, path: Path, item: JsonObject): string {
  const target = targetOf(
    objectsIn(document, page().fields),
    ownerOf(document, path.slice(0, -1)),
    textOf(item.field),
  );
  return target ? textOf(target.field.field.kind) : "text";
}

type Asked = "field" | "yes" | "no" | "if";

function Sometimes({
  label,
  path,
  value,
}: {
  readonly label: Words;
  readonly path: Path;
  readonly value: Json | undefined;
}) {
  const now: Asked =
    value === undefined || value === null
      ? "field"
      : value === true
        ? "yes"
        : value === false
          ? "no"
          : "if";
  const written: Record<Asked, Json | undefined> = {
    field: undefined,
    yes: true,
    no: false,
    if: { and: [] },
  };
  return (
    <div className="field">
      <span className="field__label">{t(label)}</span>
      <Segmented<Asked>
        label={t(label)}
        value={now}
        disabled={!boot().may.edit}
        options={[
          { value: "field", label: w("同字段", "As the field") },
          { value: "yes", label: w("必填", "Yes") },
          { value: "no", label: w("选填", "No") },
          { value: "if", label: w("看情况", "If …") },
        ]}
        onChange={(next) => write(path, written[next], label)}
      />
      {now === "if" ? <Rule label={label} path={path} value={value} /> : null}
    </div>
  );
}
