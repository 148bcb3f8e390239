// The benefits of a tier in its properties: the twin of dragging chips onto it, and how much of each.

import type { Finding } from "../../generated/draft";
import { boot } from "../../shared/boot";
import type { Json } from "../../shared/json";
import { Switch } from "../../shared/ui/fields";
import { useAt } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { give, named, take, write } from "../actions";
import { benefitKey } from "../model/edits";
import { keyOf, labelOf, listAt, objectOf, textOf } from "../model/reading";
import styles from "./ladder.module.css";
import { NewBenefit } from "./NewBenefit";
import { Options } from "./Options";
import { Part } from "./Part";

export interface BenefitsProps {
  readonly ladder: number;
  readonly place: number;
  readonly tier: Json;
  readonly findings: readonly Finding[];
}

export function Benefits({ ladder, place, tier, findings }: BenefitsProps) {
  const benefits = listAt(useAt(["benefits"]), []);
  const given = listAt(tier, ["benefits"]);
  return (
    <Part place="/benefits" findings={findings}>
      {benefits.length === 0 ? (
        <p className="soft">{w("方案里还没有权益。", "The programme has no benefits yet.")}</p>
      ) : null}
      {benefits.map((each) => {
        const key = keyOf(each);
        const n = given.findIndex((some) => benefitKey(some) === key);
        return (
          <div key={key}>
            <Switch
              label={t(labelOf(each))}
              value={n >= 0}
              disabled={!boot().may.edit}
              onChange={(next) => (next ? give(ladder, place, key) : take(ladder, place, key))}
            />
            {n >= 0 ? (
              <Own benefit={each} given={given[n]} at={["ladders", ladder, "tiers", place, n]} />
            ) : null}
          </div>
        );
      })}
      {boot().may.edit ? <NewBenefit /> : null}
    </Part>
  );
}

interface OwnProps {
  readonly benefit: Json;
  readonly given: Json | undefined;
  /** Ladder, tier and position, the last within the benefits of the tier. */
  readonly at: readonly [string, number, string, number, number];
}

/** What is different on this tier; blank is as the benefit says. */
function Own({ benefit, given, at: [root, ladder, tiers, tier, n] }: OwnProps) {
  const kind = textOf(objectOf(benefit).kind);
  const said = objectOf(given);
  return (
    <div className={styles.own}>
      <Options
        kind={kind}
        values={objectOf(said.options)}
        usual={objectOf(objectOf(benefit).options)}
        onChange={(options) =>
          write(
            [root, ladder, tiers, tier, "benefits", n],
            { ...said, benefit: keyOf(benefit), options },
            named("改这一级的", "On this tier,", labelOf(benefit)),
          )
        }
      />
    </div>
  );
}
