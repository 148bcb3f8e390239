// What a tier gives, as chips: dragged from tier to tier, or moved by their menu.

import { useRef } from "react";

import type { TierRead } from "../../generated/ladder";
import { boot } from "../../shared/boot";
import { useDrag } from "../../shared/dnd/dnd";
import type { Json } from "../../shared/json";
import { ChevronDown, Gift, Remove, Repeat, Sparkles } from "../../shared/ui/icons";
import { type Item, Menu } from "../../shared/ui/Menu";
import { t, w } from "../../shared/words";
import { benefitLabel, shift, take } from "../actions";
import { benefitKey, hasBenefit, tiersOf } from "../model/edits";
import { labelOf, listAt, objectOf } from "../model/reading";
import { chooseTier, now } from "../state";
import styles from "./ladder.module.css";

export const BENEFIT = "benefit";

export interface ChipsProps {
  readonly ladder: number;
  readonly place: number;
  readonly tier: Json;
  readonly read: TierRead | undefined;
  readonly count: number;
}

export function Chips({ ladder, place, tier, read }: ChipsProps) {
  const given = listAt(tier, ["benefits"]).map(benefitKey);
  const { pack } = objectOf(tier);
  const recurring = listAt(tier, ["recurring"]);
  const hasPack = pack !== undefined && pack !== null;
  if (given.length === 0 && !hasPack && recurring.length === 0) return null;
  return (
    <ul className={styles.chips} aria-label={w("权益", "Benefits")}>
      {given.map((key) => (
        <li key={key}>
          <Chip
            ladder={ladder}
            place={place}
            benefit={key}
            said={t(read?.benefits.find((each) => each.benefit === key)?.said ?? benefitLabel(key))}
          />
        </li>
      ))}
      {hasPack ? (
        <li>
          <button
            type="button"
            className={styles.chip}
            onClick={() => chooseTier(ladder, place, "/pack")}
          >
            <Gift size={14} />
            {w("礼包", "Pack")}
            {read?.pack?.zh ? `${w("：", ": ")}${t(read.pack)}` : ""}
          </button>
        </li>
      ) : null}
      {recurring.map((each, n) => (
        <li key={String(objectOf(each).key ?? n)}>
          <button
            type="button"
            className={styles.chip}
            onClick={() => chooseTier(ladder, place, "/recurring")}
          >
            <Repeat size={14} />
            {read?.recurring[n] ? t(read.recurring[n]) : w("周期权益", "Recurring")}
          </button>
        </li>
      ))}
    </ul>
  );
}

interface ChipProps {
  readonly ladder: number;
  readonly place: number;
  readonly benefit: string;
  readonly said: string;
}

function Chip({ ladder, place, benefit, said }: ChipProps) {
  const chip = useRef<HTMLSpanElement>(null);
  const edit = boot().may.edit;
  const isDragged = useDrag(chip, {
    data: { sort: BENEFIT, key: benefit, from: place },
    disabled: !edit,
  });
  const items = (): readonly Item[] => [
    ...tiersOf(now(), ladder)
      .map((tier, n) => ({ tier, n }))
      .filter(({ tier, n }) => n !== place && !hasBenefit(tier, benefit))
      .toReversed()
      .map(({ tier, n }) => ({
        label: w(`移到“${t(labelOf(tier))}”`, `Move to ${t(labelOf(tier))}`),
        onSelect: () => shift(ladder, place, n, benefit),
      })),
    {
      label: w("从这一级拿走", "Take away"),
      icon: <Remove size={16} />,
      danger: true,
      apart: true,
      onSelect: () => take(ladder, place, benefit),
    },
  ];
  return (
    <span ref={chip} className={`${styles.chip} ${isDragged ? styles.held : ""}`}>
      <Sparkles size={14} />
      <span>{said}</span>
      {edit ? (
        <Menu
          label={said}
          items={items}
          trigger={
            <button type="button" className={styles.chipMore} aria-label={said}>
              <ChevronDown size={14} />
            </button>
          }
        />
      ) : null}
    </span>
  );
}
