// All there is to say of one field; each part writes to the draft as it is changed.

import { type ReactNode, useEffect, useRef } from "react";

import { boot } from "../../shared/boot";
import { Button } from "../../shared/ui/Button";
import { Segmented, Switch } from "../../shared/ui/fields";
import { Archive, Exchange, Lock, Remove, Restore } from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { WordsField } from "../../shared/ui/WordsField";
import { t, type Words, w } from "../../shared/words";
import { retire, setField, settleKey } from "../actions";
import { type FieldView, isRetired, type ObjectView, wordsOf } from "../model/reading";
import { askFor, isReleased, kindOf, useChosen } from "../state";
import { CheckPart } from "./CheckPart";
import { DefaultPart } from "./DefaultPart";
import { saidOf, useSaid } from "./findings";
import { KeyPart } from "./KeyPart";
import { MaskPart } from "./MaskPart";
import { Options } from "./Options";
import styles from "./pane.module.css";
import { UsesPart } from "./UsesPart";

export interface FieldPaneProps {
  readonly object: ObjectView;
  readonly view: FieldView;
  readonly objects: readonly ObjectView[];
}

const WORDS = {
  label: { zh: "名称", en: "the label" },
  help: { zh: "说明", en: "the help" },
  required: { zh: "必填", en: "whether it is required" },
  unique: { zh: "不可重复", en: "whether it is unique" },
  width: { zh: "宽度", en: "the width" },
} satisfies Record<string, Words>;

export function FieldPane({ object, view, objects }: FieldPaneProps) {
  const { field, key, given } = view;
  const kind = kindOf(String(field.kind));
  const said = useSaid(object.key, key);
  const pane = useRef<HTMLDivElement>(null);
  useAttention(pane);
  const mayEdit = boot().may.edit;
  const fixed = given || !mayEdit;
  const error = (part: string) => saidOf(said, part);
  const set = (part: keyof typeof WORDS, value: Parameters<typeof setField>[3]) =>
    setField(object.key, key, [part], value, WORDS[part]);
  return (
    <div ref={pane} className={styles.pane}>
      <div className={styles.kind}>
        {kind ? <KindIcon name={kind.icon} size={20} /> : null}
        <div>
          <strong>{kind ? t(kind.label) : String(field.kind)}</strong>
          <small>{kind ? t(kind.about) : null}</small>
        </div>
        {fixed ? null : (
          <Button
            look="plain"
            icon={<Exchange size={14} />}
            onClick={() => askFor({ sort: "retype", object: object.key, field: key })}
          >
            {w("改类型", "Change")}
          </Button>
        )}
      </div>
      {error("kind") ? <p className="field__error">{error("kind")}</p> : null}
      {given ? (
        <p className={styles.lock}>
          <Lock size={14} aria-hidden="true" />
          {w(
            "系统字段：等级、消费和人群都靠它。可以改名称、说明、宽度、保护和校验；类型、必填和选项固定。",
            "A given field: tiers, spend and segments rely on it. Words, width, masking and its check are yours; its kind, its options and whether it is required are not.",
          )}
        </p>
      ) : null}
      {isRetired(view) ? (
        <p className={styles.lock}>
          <Archive size={14} aria-hidden="true" />
          {w("已停用：不再录入，数据保留。", "Retired: not asked for any more; its data are kept.")}
        </p>
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: leaving the label is heard here */}
      <div
        data-at="label"
        onBlur={(event) => {
          if (!event.currentTarget.contains(event.relatedTarget)) settleKey(object.key, key);
        }}
      >
        <WordsField
          label={w("名称", "Label")}
          value={wordsOf(field.label)}
          error={error("label")}
          disabled={!mayEdit}
          onChange={(value) => set("label", { ...value })}
        />
      </div>
      <KeyPart object={object} view={view} error={error("key")} />
      <div data-at="help">
        <WordsField
          label={w("填写说明", "Help")}
          value={wordsOf(field.help)}
          error={error("help")}
          disabled={!mayEdit}
          onChange={(value) => set("help", value.zh || value.en ? { ...value } : undefined)}
        />
      </div>
      {kind && kind.options.length > 0 && !given ? (
        <Options object={object} view={view} kind={kind} objects={objects} said={said} />
      ) : null}
      {kind?.typed && !given ? (
        <Part label={w("录入", "Entry")}>
          <div data-at="required">
            <Switch
              label={w("必填", "Required")}
              value={field.required === true}
              disabled={fixed}
              onChange={(on) => set("required", on ? true : undefined)}
            />
            <Fault said={error("required")} />
          </div>
          {kind.unique ? (
            <div data-at="unique">
              <Switch
                label={w("不可重复", "Unique")}
                hint={w("两条记录不能有同一个值", "No two records have the same value")}
                value={field.unique === true}
                disabled={fixed}
                onChange={(on) => set("unique", on ? true : undefined)}
              />
              <Fault said={error("unique")} />
            </div>
          ) : null}
          <DefaultPart object={object} view={view} kind={kind} error={error("default")} />
        </Part>
      ) : null}
      <div data-at="width" className={styles.line}>
        <span className="field__label">{w("宽度", "Width")}</span>
        <Segmented
          label={w("宽度", "Width")}
          value={field.width === "half" ? "half" : "full"}
          disabled={!mayEdit}
          options={[
            { value: "full", label: w("整行", "Full row") },
            { value: "half", label: w("半行", "Half") },
          ]}
          onChange={(value) => set("width", value === "half" ? "half" : undefined)}
        />
      </div>
      {kind?.stored ? (
        <>
          <CheckPart object={object} view={view} error={error("check")} />
          <MaskPart object={object} view={view} error={error("mask")} />
        </>
      ) : null}
      <UsesPart key={`${object.key}.${key}`} object={object.key} field={key} />
      {fixed ? null : (
        <div className={styles.end}>
          {isRetired(view) ? (
            <Button icon={<Restore size={16} />} onClick={() => retire(object.key, key, false)}>
              {w("恢复使用", "Bring back")}
            </Button>
          ) : (
            <Button
              icon={isReleased(object.key, key) ? <Archive size={16} /> : <Remove size={16} />}
              onClick={() => askFor({ sort: "remove-field", object: object.key, field: key })}
            >
              {isReleased(object.key, key)
                ? w("停用字段…", "Retire the field …")
                : w("删除字段…", "Delete the field …")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

interface PartProps {
  readonly label: string;
  /** Whether its one input says the same. */
  readonly bare?: boolean;
  readonly children: ReactNode;
}

export function Part({ label, bare, children }: PartProps) {
  return (
    <section className={styles.part} aria-label={label}>
      {bare ? null : <h3>{label}</h3>}
      {children}
    </section>
  );
}

export function Fault({ said }: { readonly said: string | null }) {
  return said ? <p className="field__error">{said}</p> : null;
}

/** Brings the input into sight, and the focus to it, that a finding or a new field asks for. */
export function useAttention(pane: { readonly current: HTMLElement | null }): void {
  const attention = useChosen((now) => now.attention);
  useEffect(() => {
    if (attention === null) return;
    const parts = attention.at.split("/");
    let found: HTMLElement | null | undefined = null;
    for (let n = parts.length; n > 0 && !found; n -= 1) {
      const place = parts.slice(0, n).join("/");
      found = pane.current?.querySelector<HTMLElement>(`[data-at="${CSS.escape(place)}"]`);
    }
    const input = found?.matches("input, select, textarea, button")
      ? found
      : found?.querySelector<HTMLElement>("input, select, textarea, button");
    input?.scrollIntoView({ block: "center" });
    input?.focus();
    if (input instanceof HTMLInputElement && attention.at === "label") input.select();
  }, [attention, pane]);
}
