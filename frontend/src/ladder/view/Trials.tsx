// Tiers that may be tried for some days.

import type { Finding } from "../../generated/draft";
import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { Select } from "../../shared/ui/fields";
import { WordsField } from "../../shared/ui/WordsField";
import { t, w } from "../../shared/words";
import { write } from "../actions";
import { keyOf, labelOf, listAt, newKey, objectOf, wordsOf } from "../model/reading";
import { Condition } from "./Condition";
import { Items } from "./Items";
import styles from "./ladder.module.css";
import { Part } from "./Part";
import { HowMany } from "./Questions";

export interface TrialsProps {
  readonly path: Path;
  readonly ladder: Json;
  readonly findings: readonly Finding[];
}

const TRIAL = { zh: "体验", en: "Trial" };
const BLANK = { zh: "", en: "" };

export function Trials({ path, ladder, findings }: TrialsProps) {
  const trials = listAt(ladder, ["trials"]);
  const tiers = listAt(ladder, ["tiers"]);
  const fresh = () => ({
    key: newKey(BLANK, trials.map(keyOf), "trial"),
    label: { zh: "体验周", en: "Trial week" },
    tier: keyOf(tiers.at(-1)),
    days: 7,
  });
  return (
    <Part place="/trials" findings={findings}>
      <p className={styles.hint}>
        {w(
          "体验与考核得来的等级互不影响；人工定级和付费等级在会员页设置。",
          "Trials never touch an earned tier; manual and paid tiers are set on a member's page.",
        )}
      </p>
      <Items path={path} items={trials} what={TRIAL} fresh={fresh}>
        {(trial, at, n) => {
          const said = objectOf(trial);
          return (
            <>
              <WordsField
                label={w("叫什么？", "What is it called?")}
                value={wordsOf(said.label ?? labelOf(trial).zh)}
                disabled={!boot().may.edit}
                onChange={(label) => write([...at, "label"], { ...label }, TRIAL)}
              />
              <Select
                label={w("体验哪一级？", "Which tier?")}
                value={typeof said.tier === "string" ? said.tier : ""}
                disabled={!boot().may.edit}
                options={tiers
                  .slice(1)
                  .map((each) => ({ value: keyOf(each), label: t(labelOf(each)) }))}
                onChange={(next) => write([...at, "tier"], next, TRIAL)}
              />
              <HowMany
                zh="几天？"
                en="For how many days?"
                path={[...at, "days"]}
                value={said.days}
                usual={7}
                unit={w("天", "days")}
              />
              <Part place={`/trials/${n}/who`} findings={[]}>
                <Condition
                  path={[...at, "who"]}
                  value={said.who}
                  ladder={keyOf(ladder)}
                  label={{ zh: "谁可以体验", en: "Who may try it" }}
                  none={w("体系里的所有人", "All on the ladder")}
                />
              </Part>
            </>
          );
        }}
      </Items>
    </Part>
  );
}
