// Goals on the way to a tier, each reached once.

import type { Finding } from "../../generated/draft";
import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { Select } from "../../shared/ui/fields";
import { WordsField } from "../../shared/ui/WordsField";
import { t, w } from "../../shared/words";
import { write } from "../actions";
import { keyOf, labelOf, listAt, newKey, objectOf, wordsOf } from "../model/reading";
import { island } from "../state";
import { Condition } from "./Condition";
import { Items } from "./Items";
import { Part } from "./Part";
import { HowMany } from "./Questions";

export interface StagesProps {
  readonly path: Path;
  readonly tier: Json;
  readonly ladder: string;
  readonly findings: readonly Finding[];
}

const GOAL = { zh: "途中目标", en: "Goal" };
const BLANK = { zh: "", en: "" };

export function Stages({ path, tier, ladder, findings }: StagesProps) {
  const stages = listAt(tier, ["stages"]);
  const fresh = () => ({
    key: newKey(BLANK, stages.map(keyOf), "goal"),
    label: { zh: "新的目标", en: "New goal" },
    condition: { ">=": [{ sum_of: ["order.net", "lifetime"] }, 100] },
    points: 50,
  });
  return (
    <Part place="/stages" findings={findings}>
      <Items path={path} items={stages} what={GOAL} fresh={fresh}>
        {(stage, at, n) => {
          const said = objectOf(stage);
          return (
            <>
              <WordsField
                label={w("叫什么？", "What is it called?")}
                value={wordsOf(said.label ?? labelOf(stage).zh)}
                disabled={!boot().may.edit}
                onChange={(label) => write([...at, "label"], { ...label }, GOAL)}
              />
              <Part place={`/stages/${n}/condition`} findings={[]}>
                <Condition
                  path={[...at, "condition"]}
                  value={said.condition}
                  ladder={ladder}
                  label={{ zh: "达成条件", en: "What reaches it" }}
                />
              </Part>
              <HowMany
                zh="达成奖励多少？"
                en="What is it worth?"
                path={[...at, "points"]}
                value={said.points}
                usual={0}
              />
              <Select
                label={w("奖励什么？", "Of what?")}
                value={typeof said.currency === "string" ? said.currency : "points"}
                disabled={!boot().may.edit}
                options={island().currencies.map((each) => ({
                  value: each.key,
                  label: t(each.label),
                }))}
                onChange={(next) => write([...at, "currency"], next, GOAL)}
              />
            </>
          );
        }}
      </Items>
    </Part>
  );
}
