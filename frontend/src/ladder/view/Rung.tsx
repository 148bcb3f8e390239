// One rung: its name, its rule read aloud, who stands on it, what it gives.

import { type KeyboardEvent, memo, type RefObject, useEffect, useRef, useState } from "react";

import type { Finding } from "../../generated/draft";
import type { TierRead } from "../../generated/ladder";
import { boot } from "../../shared/boot";
import { useDrop } from "../../shared/dnd/dnd";
import type { Json } from "../../shared/json";
import {
  Copy,
  Down,
  Edit,
  Grip,
  Members,
  Plus,
  Remove,
  Up,
  Warning,
  Wrong,
} from "../../shared/ui/icons";
import { type Item, Menu } from "../../shared/ui/Menu";
import { t, w } from "../../shared/words";
import { copyTier, dropTier, give, newTier, placeTier, shift } from "../actions";
import { labelOf, listAt, objectOf, toneOf } from "../model/reading";
import { usesOf } from "../model/uses";
import { chooseTier, now } from "../state";
import { BENEFIT, Chips } from "./Chips";
import styles from "./ladder.module.css";
import { RemoveTier } from "./RemoveTier";

export interface RungProps {
  readonly ladder: number;
  readonly place: number;
  readonly count: number;
  readonly id: string;
  readonly tier: Json;
  readonly chosen: boolean;
  readonly read: TierRead | undefined;
  readonly members: number | null;
  /** How many stand here, against the fullest tier. */
  readonly share: number;
  readonly findings: readonly Finding[];
  readonly grip: RefObject<HTMLButtonElement | null>;
}

export const Rung = memo(function Rung(props: RungProps) {
  const { ladder, place, tier, chosen, read, members, findings } = props;
  const card = useRef<HTMLDivElement>(null);
  const [asks, setAsks] = useState(false);
  const edit = boot().may.edit;
  useEffect(() => {
    if (chosen) card.current?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const name = t(labelOf(tier)) || w("未命名", "Unnamed");
  const { isOver } = useDrop(card, {
    accepts: (data) => data.sort === BENEFIT && data.from !== place,
    edges: null,
    disabled: !edit,
    onDrop: (data) => {
      const key = String(data.key);
      if (typeof data.from === "number") shift(ladder, data.from, place, key);
      else give(ladder, place, key);
    },
  });
  const remove = () => {
    if ((members ?? 0) > 0 || usesOf(now(), ladder, place).length > 0) setAsks(true);
    else dropTier(ladder, place);
  };
  return (
    <div
      ref={card}
      className={`${styles.rung} tone-${toneOf(tier)} ${chosen ? styles.chosen : ""} ${isOver ? styles.over : ""}`}
    >
      <span className={styles.medal} aria-hidden="true">
        {place + 1}
      </span>
      <div className={styles.card}>
        <div className={styles.row}>
          {edit ? (
            <button
              type="button"
              ref={props.grip}
              className={styles.grip}
              aria-label={w(`拖动“${name}”，或用 Alt 加方向键`, `Drag ${name}, or Alt and arrows`)}
            >
              <Grip size={16} />
            </button>
          ) : null}
          <button
            type="button"
            className={styles.name}
            data-rung={props.id}
            aria-pressed={chosen}
            onClick={(event) => chooseTier(ladder, place, event.detail === 0 ? "/label" : null)}
            onKeyDown={(event) => follow(event, props, remove)}
          >
            {name}
          </button>
          <Badges findings={findings} members={members} changed={read?.changed ?? false} />
          {edit ? (
            <Menu
              label={w(`“${name}”的操作`, `What to do with ${name}`)}
              items={itemsOf(props, remove)}
            />
          ) : null}
        </div>
        <p className={styles.sentence}>{said(props)}</p>
        {members === null ? null : (
          <span className={styles.share} aria-hidden="true">
            <span style={{ width: `${Math.round(props.share * 100)}%` }} />
          </span>
        )}
        <Chips ladder={ladder} place={place} tier={tier} read={read} count={props.count} />
        <More tier={tier} read={read} />
      </div>
      {asks ? (
        <RemoveTier
          ladder={ladder}
          place={place}
          tier={tier}
          members={members ?? 0}
          onClose={() => setAsks(false)}
        />
      ) : null}
    </div>
  );
});

function said({ place, tier, read }: RungProps): string {
  const { condition } = objectOf(tier);
  if (condition === undefined || condition === null) {
    return place === 0
      ? w("没有条件：每位会员从这里开始", "No condition: every member starts here")
      : w("还没有条件：点开写上要满足什么", "No condition yet: open it and say what it takes");
  }
  return read?.sentence ? t(read.sentence) : w("（规则还读不通）", "(not a rule that reads yet)");
}

function Badges({
  findings,
  members,
  changed,
}: {
  readonly findings: readonly Finding[];
  readonly members: number | null;
  readonly changed: boolean;
}) {
  const wrong = findings.filter((each) => each.severity === "error").length;
  const warned = findings.filter((each) => each.severity === "warning").length;
  return (
    <span className={styles.badges}>
      {wrong > 0 ? (
        <span className="badge badge--bad">
          <Wrong size={12} />
          {w(`${wrong} 处要改`, `${wrong} to fix`)}
        </span>
      ) : null}
      {wrong === 0 && warned > 0 ? (
        <span className="badge badge--warn">
          <Warning size={12} />
          {w(`${warned} 条提醒`, `${warned} to note`)}
        </span>
      ) : null}
      {changed ? <span className="badge">{w("未发布", "Unpublished")}</span> : null}
      {members === null ? null : (
        <span className={styles.members} title={w("现在在这一级的会员", "Members here now")}>
          <Members size={14} />
          {members.toLocaleString()}
        </span>
      )}
    </span>
  );
}

/** Says what else belongs to the tier: how it is kept, goals on the way, small steps. */
function More({ tier, read }: { readonly tier: Json; readonly read: TierRead | undefined }) {
  const { levels, retention } = objectOf(tier);
  const stages = listAt(tier, ["stages"]).length;
  const facts = [
    retention === undefined || retention === null ? null : stays(read),
    typeof levels === "number" && levels > 1
      ? w(`分 ${levels} 小级`, `${levels} small steps`)
      : null,
    stages > 0 ? w(`${stages} 个途中目标`, stages === 1 ? "1 goal" : `${stages} goals`) : null,
  ].filter((each) => each !== null);
  if (facts.length === 0) return null;
  return <p className={styles.more}>{facts.join(" · ")}</p>;
}

function stays(read: TierRead | undefined): string {
  const term = read?.terms.find((each) => each.name.zh === "保级");
  const line = term?.lines[0];
  return line
    ? w(`保级：${line.zh}`, `To stay: ${line.en}`)
    : w("有保级条件", "A condition to stay");
}

function follow(event: KeyboardEvent, { ladder, place, count }: RungProps, remove: () => void) {
  if (event.nativeEvent.isComposing || event.altKey || !boot().may.edit) return;
  const command = event.ctrlKey || event.metaKey;
  if (event.key === "Delete") remove();
  else if (event.key === "F2") chooseTier(ladder, place, "/label");
  else if (command && event.key.toLowerCase() === "d") copyTier(ladder, place);
  else if (event.key === "ArrowUp" && place + 1 < count) focusRung(event, -1);
  else if (event.key === "ArrowDown" && place > 0) focusRung(event, 1);
  else return;
  event.preventDefault();
}

function focusRung(event: KeyboardEvent, by: number): void {
  const all = [...document.querySelectorAll<HTMLElement>("[data-rung]")];
  all[all.indexOf(event.currentTarget as HTMLElement) + by]?.focus();
}

function itemsOf({ ladder, place, count }: RungProps, remove: () => void): Item[] {
  return [
    {
      label: w("修改", "Edit"),
      icon: <Edit size={16} />,
      onSelect: () => chooseTier(ladder, place, "/label"),
    },
    {
      label: w("上移", "Move up"),
      icon: <Up size={16} />,
      keys: "Alt ↑",
      apart: true,
      disabled: place + 1 >= count,
      onSelect: () => placeTier(ladder, place, place + 2),
    },
    {
      label: w("下移", "Move down"),
      icon: <Down size={16} />,
      keys: "Alt ↓",
      disabled: place === 0,
      onSelect: () => placeTier(ladder, place, place - 1),
    },
    {
      label: w("在上面加一级", "Add a tier above"),
      icon: <Plus size={16} />,
      apart: true,
      onSelect: () => newTier(ladder, place + 1),
    },
    {
      label: w("复制", "Duplicate"),
      icon: <Copy size={16} />,
      keys: "Ctrl D",
      onSelect: () => copyTier(ladder, place),
    },
    {
      label: w("删除", "Delete"),
      icon: <Remove size={16} />,
      keys: "Del",
      danger: true,
      apart: true,
      onSelect: remove,
    },
  ];
}
