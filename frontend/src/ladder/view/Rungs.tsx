// The ladder itself: the highest tier on top, the lowest at the bottom, put in order by hand.

import type { Finding } from "../../generated/draft";
import { boot } from "../../shared/boot";
import { Sortable } from "../../shared/dnd/Sortable";
import type { Json } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { Plus } from "../../shared/ui/icons";
import { w } from "../../shared/words";
import { newTier, placeTier } from "../actions";
import { idsOf, keyOf, listAt } from "../model/reading";
import { membersOf, tierRead, useChosen, useLadderRead } from "../state";
import styles from "./ladder.module.css";
import { Rung } from "./Rung";

export interface RungsProps {
  readonly place: number;
  readonly ladder: Json;
  readonly findings: ReadonlyMap<number, readonly Finding[]>;
}

export const NEW_TIER = "new-tier";
const NONE: readonly Finding[] = [];

export function Rungs({ place, ladder, findings }: RungsProps) {
  const tiers = listAt(ladder, ["tiers"]);
  const ids = idsOf(tiers);
  const read = useLadderRead(ladder);
  const chosen = useChosen(({ what }) => (what !== null && what !== "ladder" ? what.tier : null));
  const members = membersOf(ladder);
  const most = Math.max(1, ...Object.values(members ?? {}));
  const edit = boot().may.edit;
  // Shown from the highest down; the document has the lowest first.
  const last = tiers.length - 1;
  return (
    <section aria-label={w("等级", "Tiers")} className={styles.rungs}>
      {edit ? (
        <Button
          className={styles.addTop ?? ""}
          icon={<Plus size={16} />}
          onClick={() => newTier(place, tiers.length)}
        >
          {w("添加等级", "Add a tier")}
        </Button>
      ) : null}
      <Sortable
        sort={`tier:${place}`}
        items={tiers.toReversed()}
        keyOf={(_, shown) => ids[last - shown] ?? String(shown)}
        disabled={!edit}
        onMove={(from, before) => placeTier(place, last - from, last + 1 - before)}
        accepts={(data) => data.sort === NEW_TIER}
        onArrive={(_, before) => newTier(place, last + 1 - before)}
        className={styles.list ?? ""}
        label={w("等级，从高到低", "Tiers, the highest first")}
      >
        {(tier, shown, handle) => {
          const n = last - shown;
          return (
            <Rung
              ladder={place}
              place={n}
              count={tiers.length}
              id={ids[n] ?? ""}
              tier={tier}
              chosen={chosen === ids[n]}
              read={tierRead(read, tier)}
              members={members === null ? null : (members[keyOf(tier)] ?? 0)}
              share={members === null ? 0 : (members[keyOf(tier)] ?? 0) / most}
              findings={findings.get(n) ?? NONE}
              grip={handle.ref}
            />
          );
        }}
      </Sortable>
    </section>
  );
}
