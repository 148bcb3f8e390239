// The form of one object as people will see it: what is given, what was designed, what is retired.

import { type ReactNode, useEffect, useRef, useState } from "react";

import { boot } from "../../shared/boot";
import { type Dragged, useDrop } from "../../shared/dnd/dnd";
import { Button } from "../../shared/ui/Button";
import { Lock, Restore, Settings } from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { useWide } from "../../shared/useWide";
import { t, w } from "../../shared/words";
import { add, retire, settle } from "../actions";
import { AT_THE_END } from "../model/arranging";
import {
  type FieldView,
  isRetired,
  laidOut,
  nameOf,
  type ObjectView,
  rowsOf,
} from "../model/reading";
import { chooseField, chooseObject, kindOf, palette, useChosen } from "../state";
import styles from "./canvas.module.css";
import { FieldCard } from "./FieldCard";
import { useWorst } from "./findings";

export interface CanvasProps {
  readonly object: ObjectView;
  readonly objects: readonly ObjectView[];
}

export function Canvas({ object, objects }: CanvasProps) {
  const chosen = useChosen((now) =>
    now.what !== null && now.what !== "object" ? now.what.field : null,
  );
  const worst = useWorst(object.key);
  const given = object.fields.filter((each) => each.given);
  const own = laidOut(object);
  const retired = object.fields.filter(isRetired);
  const labels = new Map(objects.map((each) => [each.key, t(each.label)]));
  const first = own[0]?.key ?? given[0]?.key ?? null;
  const shown = object.fields.some((each) => each.key === chosen) ? chosen : first;
  const rows = rowsOf(own);
  const card = (view: FieldView, n: number, count: number) => (
    <FieldCard
      key={view.key}
      object={object.key}
      view={view.field}
      name={view.key}
      given={view.given}
      isChosen={view.key === chosen}
      isNext={view.key === shown}
      severity={worst.get(view.key) ?? null}
      referred={labels.get(String((view.field.options as { object?: string })?.object)) ?? null}
      isFirst={n === 0}
      isLast={n === count - 1}
    />
  );
  return (
    <div className={styles.page}>
      <Head object={object} />
      {given.length > 0 ? (
        <Given
          key={object.key}
          count={given.length}
          asked={own.length === 0 || given.some((each) => each.key === chosen)}
        >
          {given.map((view, n) => card(view, n, given.length))}
        </Given>
      ) : null}
      <section className={styles.part} aria-labelledby="own-fields">
        <h2 id="own-fields" className={styles.title}>
          {object.given ? w("自定义字段", "Fields of your own") : w("字段", "Fields")}
          <span className="badge">{own.length}</span>
        </h2>
        {own.length > 0 ? (
          <ol className={styles.grid} aria-labelledby="own-fields">
            {rows.flatMap((row, n) => row.map((view) => card(view, n, rows.length)))}
          </ol>
        ) : null}
        <End isEmpty={own.length === 0} />
      </section>
      {retired.length > 0 ? <Retired object={object} fields={retired} /> : null}
    </div>
  );
}

function Head({ object }: { readonly object: ObjectView }) {
  const isChosen = useChosen((now) => now.what === "object");
  const label = (key: string | null) => {
    const found = object.fields.find((each) => each.key === key);
    return found ? nameOf(found) : key;
  };
  const wide = useWide();
  return (
    <button
      type="button"
      className={styles.head}
      data-chosen={isChosen}
      data-testid="object-head"
      onClick={() => chooseObject("label")}
    >
      <strong>{t(object.label) || object.key}</strong>
      <span className={styles.facts}>
        <span className="badge">
          {object.key === "member"
            ? w("会员本身", "The member")
            : object.ofMember
              ? w("每条属于一位会员", "Each belongs to a member")
              : w("小型参照表", "A small table of reference")}
        </span>
        {object.occurred ? (
          <span className="badge">
            {w(`按“${label(object.occurred)}”计时`, `Happens at ${label(object.occurred)}`)}
          </span>
        ) : null}
        {object.title && wide ? (
          <span className="badge">
            {w(`用“${label(object.title)}”称呼`, `Called by ${label(object.title)}`)}
          </span>
        ) : null}
      </span>
      <Settings size={16} aria-hidden="true" />
    </button>
  );
}

interface GivenProps {
  readonly count: number;
  /** Whether there is a reason to show them. */
  readonly asked: boolean;
  readonly children: ReactNode;
}

function Given({ count, asked, children }: GivenProps) {
  const [open, setOpen] = useState(asked);
  useEffect(() => {
    if (asked) setOpen(true);
  }, [asked]);
  return (
    <details
      className={styles.part}
      open={open}
      data-testid="given"
      onToggle={(event) => setOpen(event.currentTarget.open)}
    >
      <summary>
        <Lock size={14} aria-hidden="true" />
        {w("系统字段", "Given fields")}
        <span className="badge">{count}</span>
        <small>
          {w(
            "产品靠它们工作：可以改名称和说明，不能删",
            "The product works with them: rename and explain, no more",
          )}
        </small>
      </summary>
      <ol className={styles.grid} aria-label={w("系统字段", "Given fields")}>
        {children}
      </ol>
    </details>
  );
}

function End({ isEmpty }: { readonly isEmpty: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  const { isOver } = useDrop(place, {
    accepts: (data) => data.sort === "kind" || data.sort === "field",
    edges: null,
    onDrop: (data) => arrive(data, AT_THE_END),
    disabled: !boot().may.edit,
  });
  const wide = useWide();
  if (!boot().may.edit) {
    return isEmpty ? (
      <p className="soft">{w("没有自定义字段。", "No fields of its own.")}</p>
    ) : null;
  }
  return (
    <div ref={place} className={styles.end} data-over={isOver} data-empty={isEmpty}>
      {isEmpty ? (
        <>
          <p>
            {w(
              "还没有字段。把左边的类型拖到这里，或者从这些开始：",
              "No fields yet. Drag a kind from the left to here, or begin with one of these:",
            )}
          </p>
          <div className={styles.begin}>
            {palette()
              .kinds.filter((each) => each.common)
              .map((kind) => (
                <Button
                  key={kind.key}
                  icon={<KindIcon name={kind.icon} />}
                  onClick={() => add(kind, AT_THE_END)}
                >
                  {t(kind.label)}
                </Button>
              ))}
          </div>
        </>
      ) : wide ? (
        <span>{w("拖到这里，放在最后", "Drop here to put it last")}</span>
      ) : (
        <Button look="plain" onClick={() => useChosen.setState({ what: null, paletteOpen: true })}>
          {w("再加一个字段", "Add another field")}
        </Button>
      )}
    </div>
  );
}

/** Takes what was dropped: a kind from the palette, or a field from elsewhere on the canvas. */
export function arrive(data: Dragged, spot: Parameters<typeof settle>[1]): void {
  if (data.sort === "field") settle(String(data.key), spot);
  const kind = data.sort === "kind" ? kindOf(String(data.kind)) : undefined;
  if (kind) add(kind, spot);
}

function Retired({
  object,
  fields,
}: {
  readonly object: ObjectView;
  readonly fields: readonly FieldView[];
}) {
  return (
    <details className={styles.part} data-testid="retired">
      <summary>
        {w("已停用", "Retired")}
        <span className="badge">{fields.length}</span>
        <small>{w("不再录入，数据保留", "Not asked for any more; data are kept")}</small>
      </summary>
      <ul className={styles.retired}>
        {fields.map((each) => (
          <li key={each.key}>
            <button
              type="button"
              className="button button--plain"
              onClick={() => chooseField(each.key)}
            >
              {nameOf(each)}
            </button>
            <code>{each.key}</code>
            {boot().may.edit ? (
              <Button
                look="plain"
                icon={<Restore size={16} />}
                onClick={() => retire(object.key, each.key, false)}
              >
                {w("恢复", "Bring back")}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
