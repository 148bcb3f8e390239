// One field on the canvas: as it will look, to be picked, dragged, and moved by menu and keys.

import { type KeyboardEvent, memo, useRef } from "react";

import type { Severity } from "../../generated/draft";
import { boot } from "../../shared/boot";
import { DropLine } from "../../shared/dnd/DropLine";
import { type Edge, useDrag, useDrop } from "../../shared/dnd/dnd";
import type { JsonObject } from "../../shared/json";
import {
  Alone,
  Archive,
  Beside,
  Copy,
  Down,
  Exchange,
  Grip,
  Hidden,
  Lock,
  More,
  Remove,
  Up,
  Warning,
  Wrong,
} from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { type Item, Menu } from "../../shared/ui/Menu";
import { t, w } from "../../shared/words";
import { duplicate, shift, toggleBeside } from "../actions";
import { canStandBeside, type Side } from "../model/arranging";
import { isHalf, nameOf, wordsOf } from "../model/reading";
import { askFor, chooseField, isReleased, kindOf, objectNow } from "../state";
import { arrive } from "./Canvas";
import styles from "./card.module.css";
import { FieldLook } from "./FieldLook";

export interface FieldCardProps {
  readonly object: string;
  readonly view: JsonObject;
  readonly name: string;
  readonly given: boolean;
  readonly isChosen: boolean;
  /** Whether the Tab key comes here. */
  readonly isNext: boolean;
  readonly severity: Severity | null;
  /** What the object is called that a reference leads to. */
  readonly referred: string | null;
  readonly isFirst: boolean;
  readonly isLast: boolean;
}

const EDGES: readonly Edge[] = ["top", "bottom", "left", "right"];
const SIDES: Readonly<Record<Edge, Side>> = {
  top: "above",
  bottom: "below",
  left: "left",
  right: "right",
};

export const FieldCard = memo(function FieldCard(props: FieldCardProps) {
  const { object, view: field, name, given, isChosen, isNext, severity } = props;
  const element = useRef<HTMLLIElement>(null);
  const grip = useRef<HTMLButtonElement>(null);
  const fixed = given || !boot().may.edit;
  const isDragged = useDrag(element, { data: { sort: "field", key: name }, disabled: fixed });
  const { edge } = useDrop(element, {
    accepts: (data) => data.sort === "kind" || (data.sort === "field" && data.key !== name),
    edges: EDGES,
    disabled: fixed,
    onDrop: (data, at) => arrive(data, { beside: name, side: SIDES[at ?? "bottom"] }),
  });
  const kind = kindOf(String(field.kind));
  const called = nameOf({ key: name, field });
  const help = wordsOf(field.help);
  const follow = (event: KeyboardEvent) => keyed(event, object, name, fixed);
  return (
    <li
      ref={element}
      className={styles.card}
      data-field={name}
      data-half={isHalf(field)}
      data-chosen={isChosen}
      data-dragged={isDragged}
      data-severity={severity ?? undefined}
    >
      <button
        type="button"
        className={styles.pick}
        data-pick={name}
        aria-pressed={isChosen}
        tabIndex={isNext ? 0 : -1}
        onClick={() => chooseField(name)}
        onKeyDown={follow}
      >
        <span className={styles.label}>
          {kind ? <KindIcon name={kind.icon} size={14} /> : null}
          <span>{called}</span>
          {field.required === true ? (
            <span className={styles.star} title={w("必填", "Required")}>
              *<span className="only-read">{w("必填", "required")}</span>
            </span>
          ) : null}
          {given ? <Lock size={12} aria-label={w("系统字段", "given")} /> : null}
          {typeof field.mask === "string" && field.mask !== "open" ? (
            <Hidden size={12} aria-label={w("个人信息", "personal")} />
          ) : null}
          {severity === "error" ? (
            <Wrong size={14} className={styles.bad} aria-label={w("有问题", "has a problem")} />
          ) : severity === "warning" ? (
            <Warning size={14} className={styles.warn} aria-label={w("有提醒", "has a warning")} />
          ) : null}
        </span>
        <FieldLook field={field} kind={kind} referred={props.referred} />
        {t(help) ? <span className={styles.help}>{t(help)}</span> : null}
      </button>
      {fixed ? null : (
        <span className={styles.tools}>
          <button
            ref={grip}
            type="button"
            className={`button button--plain button--icon ${styles.grip}`}
            aria-label={w(`拖动“${called}”`, `Drag ${called}`)}
            tabIndex={-1}
          >
            <Grip size={16} />
          </button>
          <CardMenu {...props} called={called} />
        </span>
      )}
      <DropLine edge={edge} />
    </li>
  );
});

function CardMenu({
  object,
  name,
  isFirst,
  isLast,
  isNext,
  called,
}: FieldCardProps & { readonly called: string }) {
  const label = w(`“${called}”的更多操作`, `More for ${called}`);
  return (
    <Menu
      label={label}
      items={() => itemsOf(object, name, isFirst, isLast)}
      trigger={
        <button
          type="button"
          className="button button--plain button--icon"
          aria-label={label}
          title={w("更多", "More")}
          tabIndex={isNext ? 0 : -1}
          data-menu={name}
        >
          <More size={16} />
        </button>
      }
    />
  );
}

function itemsOf(owner: string, name: string, isFirst: boolean, isLast: boolean): readonly Item[] {
  const object = objectNow(owner);
  const beside = object ? canStandBeside(object, name) : null;
  const released = isReleased(owner, name);
  return [
    {
      label: w("上移", "Move up"),
      icon: <Up size={16} />,
      keys: "Alt ↑",
      disabled: isFirst && beside !== "part",
      onSelect: () => shift(name, -1),
    },
    {
      label: w("下移", "Move down"),
      icon: <Down size={16} />,
      keys: "Alt ↓",
      disabled: isLast && beside !== "part",
      onSelect: () => shift(name, 1),
    },
    beside === "part"
      ? {
          label: w("独占一行", "A row of its own"),
          icon: <Alone size={16} />,
          onSelect: () => toggleBeside(name),
        }
      : {
          label: w("与上一行并排", "Beside the one above"),
          icon: <Beside size={16} />,
          disabled: beside === null,
          onSelect: () => toggleBeside(name),
        },
    {
      label: w("复制", "Duplicate"),
      icon: <Copy size={16} />,
      keys: "Ctrl D",
      onSelect: () => duplicate(name),
    },
    {
      label: w("改类型…", "Change the kind …"),
      icon: <Exchange size={16} />,
      onSelect: () => askFor({ sort: "retype", object: owner, field: name }),
    },
    {
      label: released ? w("停用…", "Retire …") : w("删除…", "Delete …"),
      icon: released ? <Archive size={16} /> : <Remove size={16} />,
      keys: "Del",
      danger: true,
      apart: true,
      onSelect: () => askFor({ sort: "remove-field", object: owner, field: name }),
    },
  ];
}

/** Moves to the next card, or the card itself; only where no menu is open and nothing is typed. */
function keyed(event: KeyboardEvent, object: string, name: string, fixed: boolean): void {
  if (event.nativeEvent.isComposing) return;
  const step = event.key === "ArrowUp" ? -1 : event.key === "ArrowDown" ? 1 : 0;
  if (step !== 0) {
    event.preventDefault();
    if (event.altKey) {
      if (!fixed) shift(name, step);
    } else goTo(event.currentTarget as HTMLElement, step);
  } else if (fixed) return;
  else if (event.key === "Delete" || event.key === "Backspace") {
    event.preventDefault();
    askFor({ sort: "remove-field", object, field: name });
  } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "d") {
    event.preventDefault();
    duplicate(name);
  } else if (event.key === "Enter" || event.key === "F2") {
    event.preventDefault();
    chooseField(name, "label");
  }
}

function goTo(from: HTMLElement, step: number): void {
  const cards = [...document.querySelectorAll<HTMLElement>("[data-pick]")].filter(
    (each) => each.offsetParent !== null,
  );
  const next = cards[cards.indexOf(from) + step];
  if (!next) return;
  chooseField(next.dataset.pick ?? "");
  next.focus();
}
