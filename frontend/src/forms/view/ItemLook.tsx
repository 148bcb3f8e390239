// What an item looks like on the form.

import { type KeyboardEvent, type ReactNode, useRef } from "react";
import { nameOf, type ObjectView, optionsOf, textOf, wordsOf } from "../../objects/model/reading";
import { FieldLook } from "../../objects/view/FieldLook";
import { boot } from "../../shared/boot";
import { useDrop } from "../../shared/dnd/dnd";
import type { JsonObject, Path } from "../../shared/json";
import { Hidden } from "../../shared/ui/icons";
import { useDraft } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { listOf, objectsIn, ownerOf, targetOf } from "../model/reading";
import { page } from "../state";
import { accepted, dropped } from "./dropping";
import styles from "./forms.module.css";
import { Items } from "./Items";

export interface ItemLookProps {
  readonly item: JsonObject;
  readonly path: Path;
  readonly onChoose: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function ItemLook(props: ItemLookProps) {
  const { item, path } = props;
  switch (item.kind) {
    case "text":
      return (
        <Chooser {...props}>
          <span className={styles.words}>
            {t(wordsOf(item.text)) || w("还没有文字", "No words yet")}
          </span>
        </Chooser>
      );
    case "section":
    case "rows":
      return (
        <div className={item.kind === "rows" ? styles.rows : styles.section}>
          <Chooser {...props}>
            <Heading item={item} />
          </Chooser>
          <Inside item={item} path={path} />
        </div>
      );
    default:
      return (
        <Chooser {...props}>
          <Question item={item} path={path} />
        </Chooser>
      );
  }
}

function Chooser({
  onChoose,
  onKeyDown,
  children,
}: ItemLookProps & { readonly children: ReactNode }) {
  return (
    <button type="button" className={styles.chooser} onClick={onChoose} onKeyDown={onKeyDown}>
      {children}
    </button>
  );
}

function Heading({ item }: { readonly item: JsonObject }) {
  const objects = useDraft(({ document }) => document);
  const there = objectsIn(objects, page().fields).find((each) => each.key === item.object);
  const plain = item.kind === "rows" ? t(there?.label) || w("子表单", "Sub-form") : "";
  return (
    <span className={styles.heading}>
      {t(wordsOf(item.label)) || plain || w("分组", "Section")}
      <Marks item={item} />
    </span>
  );
}

function Inside({ item, path }: { readonly item: JsonObject; readonly path: Path }) {
  const element = useRef<HTMLDivElement>(null);
  const list = [...path, "items"];
  const items = listOf(item.items);
  const over = useDrop(element, {
    accepts: (data) => accepted(data, item, list),
    edges: null,
    disabled: !boot().may.edit,
    onDrop: (data) => dropped(data, { list, index: items.length }),
  });
  return (
    <div ref={element} className={styles.inside} data-over={over.isOver}>
      <Items list={list} items={items} />
      {items.length === 0 ? (
        <p className={styles.nothing}>{w("拖到这里", "Drag something here")}</p>
      ) : null}
    </div>
  );
}

function Question({ item, path }: { readonly item: JsonObject; readonly path: Path }) {
  const document = useDraft((now) => now.document);
  const objects = objectsIn(document, page().fields);
  const target = targetOf(objects, ownerOf(document, path.slice(0, -1)), textOf(item.field));
  if (!target) {
    return (
      <span className={styles.missing}>
        {textOf(item.field)
          ? w(`没有字段“${textOf(item.field)}”`, `There is no field ${textOf(item.field)}`)
          : w("选择一个字段", "Choose a field")}
      </span>
    );
  }
  const { field } = target.field;
  const required = item.required ?? field.required;
  const label = t(wordsOf(item.label)) || nameOf(target.field);
  const help = t(wordsOf(item.help)) || t(wordsOf(field.help));
  const kind = page().fields.kinds.find((each) => each.key === field.kind);
  return (
    <span className={styles.question} data-hidden={item.kind === "hidden"}>
      <span className={styles.label}>
        {item.kind === "hidden" ? <Hidden size={14} /> : null}
        {label}
        {required === true ? (
          <span className={styles.star} title={w("必填", "Required")}>
            *
          </span>
        ) : null}
        <Marks item={item} />
      </span>
      {item.kind === "hidden" ? (
        <span className={styles.value}>{shown(item)}</span>
      ) : (
        <FieldLook field={field} kind={kind} referred={referred(field, objects)} />
      )}
      {help ? <span className={styles.help}>{help}</span> : null}
    </span>
  );
}

function shown(item: JsonObject): string {
  if (item.value !== undefined && item.value !== null) return String(item.value);
  return item.prefill === true ? `?${textOf(item.key)}=…` : w("没有值", "No value");
}

function referred(field: JsonObject, objects: readonly ObjectView[]): string | null {
  const found = objects.find((each) => each.key === optionsOf(field).object);
  return found ? t(found.label) : null;
}

/** What an item does besides being there, in a word each. */
function Marks({ item }: { readonly item: JsonObject }) {
  const marks = [
    item.visible === undefined ? null : w("按条件", "If"),
    typeof item.required === "object" && item.required !== null
      ? w("有时必填", "Sometimes required")
      : null,
    item.computed === undefined ? null : w("自动计算", "Computed"),
    item.kind !== "hidden" && item.prefill === true ? w("链接带入", "From the link") : null,
  ].filter((each) => each !== null);
  return marks.map((each) => (
    <span key={each} className="badge">
      {each}
    </span>
  ));
}
