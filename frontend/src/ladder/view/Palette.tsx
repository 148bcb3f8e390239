// What can be put on the ladder: a new tier, and the benefits of the programme.

import { type ReactNode, useRef } from "react";

import { useDrag } from "../../shared/dnd/dnd";
import { Layers, Sparkles } from "../../shared/ui/icons";
import { toast } from "../../shared/ui/toast";
import { useAt } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { give, newTier } from "../actions";
import { hasBenefit, tiersOf } from "../model/edits";
import { idsOf, keyOf, labelOf, listAt } from "../model/reading";
import { now, useChosen } from "../state";
import { BENEFIT } from "./Chips";
import styles from "./ladder.module.css";
import { NewBenefit } from "./NewBenefit";
import { NEW_TIER } from "./Rungs";

export function Palette({ ladder }: { readonly ladder: number }) {
  const benefits = listAt(useAt(["benefits"]), []);
  const tiers = listAt(useAt(["ladders", ladder, "tiers"]), []);
  return (
    <>
      <ul className={styles.palette}>
        <li>
          <Piece
            icon={<Layers size={16} />}
            label={w("新等级", "New tier")}
            data={{ sort: NEW_TIER }}
            onClick={() => newTier(ladder, above(ladder))}
          />
        </li>
      </ul>
      <h3 className={styles.paletteTitle}>{w("权益", "Benefits")}</h3>
      <ul className={styles.palette}>
        {benefits.map((each) => {
          const key = keyOf(each);
          const having = tiers.filter((tier) => hasBenefit(tier, key)).length;
          return (
            <li key={key}>
              <Piece
                icon={<Sparkles size={16} />}
                label={t(labelOf(each))}
                more={having > 0 ? w(`${having} 级`, String(having)) : w("未用", "unused")}
                data={{ sort: BENEFIT, key }}
                onClick={() => offer(ladder, key)}
              />
            </li>
          );
        })}
      </ul>
      {benefits.length === 0 ? (
        <p className={styles.hint}>
          {w(
            "还没有权益。建好之后拖到等级上，就是这一级会员有的。",
            "No benefits yet. Make one and drag it onto the tier whose members have it.",
          )}
        </p>
      ) : null}
      <NewBenefit />
    </>
  );
}

/** Gives the place above the tier that is chosen, or above all. */
function above(ladder: number): number {
  const tiers = tiersOf(now(), ladder);
  const { what } = useChosen.getState();
  const n = what !== null && what !== "ladder" ? idsOf(tiers).indexOf(what.tier) : -1;
  return n < 0 ? tiers.length : n + 1;
}

function offer(ladder: number, key: string): void {
  const tiers = tiersOf(now(), ladder);
  const { what } = useChosen.getState();
  const chosen = what !== null && what !== "ladder" ? idsOf(tiers).indexOf(what.tier) : -1;
  if (chosen >= 0) give(ladder, chosen, key);
  else toast({ text: w("先点选一个等级，再给它权益", "Choose a tier first, then give it this") });
}

interface PieceProps {
  readonly icon: ReactNode;
  readonly label: string;
  readonly more?: string;
  readonly data: { readonly sort: string; readonly key?: string };
  readonly onClick: () => void;
}

function Piece({ icon, label, more, data, onClick }: PieceProps) {
  const piece = useRef<HTMLButtonElement>(null);
  const isDragged = useDrag(piece, { data });
  return (
    <button
      ref={piece}
      type="button"
      className={`${styles.piece} ${isDragged ? styles.held : ""}`}
      onClick={onClick}
    >
      {icon}
      <span>{label}</span>
      {more ? <small>{more}</small> : null}
    </button>
  );
}
