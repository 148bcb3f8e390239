// Before a tier is deleted that somebody stands on, or that is spoken of elsewhere.

import { type Json, toPointer } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { t, w } from "../../shared/words";
import { dropTier } from "../actions";
import { laddersOf } from "../model/edits";
import { labelOf, listAt } from "../model/reading";
import { type Use, usesOf } from "../model/uses";
import { now } from "../state";
import styles from "./ladder.module.css";

export interface RemoveTierProps {
  readonly ladder: number;
  readonly place: number;
  readonly tier: Json;
  readonly members: number;
  readonly onClose: () => void;
}

export function RemoveTier({ ladder, place, tier, members, onClose }: RemoveTierProps) {
  const uses = usesOf(now(), ladder, place);
  const name = t(labelOf(tier));
  return (
    <Dialog
      open
      title={w(`删除“${name}”？`, `Delete ${name}?`)}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{w("不删", "Keep it")}</Button>
          <Button
            look="danger"
            onClick={() => {
              onClose();
              dropTier(ladder, place);
            }}
          >
            {w("仍然删除", "Delete it all the same")}
          </Button>
        </>
      }
    >
      {members > 0 ? (
        <p>
          {w(
            `现在有 ${members.toLocaleString()} 位会员在这一级。发布之后，他们按其余等级的条件重新定级。`,
            `${members.toLocaleString()} members stand here now. Once published, they are placed by the other tiers.`,
          )}
        </p>
      ) : null}
      {uses.length > 0 ? (
        <>
          <p>{w("还有这些地方用到它，删除后要一并改：", "These speak of it and need changing:")}</p>
          <ul className={styles.uses}>
            {uses.map((each) => (
              <li key={toPointer(each.at)}>{saidOf(each, ladder)}</li>
            ))}
          </ul>
        </>
      ) : null}
    </Dialog>
  );
}

function saidOf(use: Use, ladder: number): string {
  if (use.sort === "floor") return w("最低降到这一级", "The tier nobody falls below");
  if (use.sort === "trial") {
    const trial = listAt(laddersOf(now())[ladder], ["trials"])[use.trial];
    return w(`体验“${t(labelOf(trial))}”`, `Trial ${t(labelOf(trial))}`);
  }
  return w(`条件 ${toPointer(use.at)}`, `The rule at ${toPointer(use.at)}`);
}
