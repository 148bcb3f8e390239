// The benefits of a tier in its properties: the twin of dragging chips onto it.

import type { Finding } from "../../generated/draft";
import { boot } from "../../shared/boot";
import type { Json } from "../../shared/json";
import { Switch } from "../../shared/ui/fields";
import { useAt } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { give, take } from "../actions";
import { hasBenefit } from "../model/edits";
import { keyOf, labelOf, listAt } from "../model/reading";
import { NewBenefit } from "./NewBenefit";
import { Part } from "./Part";

export interface BenefitsProps {
  readonly ladder: number;
  readonly place: number;
  readonly tier: Json;
  readonly findings: readonly Finding[];
}

export function Benefits({ ladder, place, tier, findings }: BenefitsProps) {
  const benefits = listAt(useAt(["benefits"]), []);
  return (
    <Part place="/benefits" findings={findings}>
      {benefits.length === 0 ? (
        <p className="soft">{w("方案里还没有权益。", "The programme has no benefits yet.")}</p>
      ) : (
        benefits.map((each) => {
          const key = keyOf(each);
          return (
            <Switch
              key={key}
              label={t(labelOf(each))}
              value={hasBenefit(tier, key)}
              disabled={!boot().may.edit}
              onChange={(next) => (next ? give(ladder, place, key) : take(ladder, place, key))}
            />
          );
        })
      )}
      {boot().may.edit ? <NewBenefit /> : null}
    </Part>
  );
}
