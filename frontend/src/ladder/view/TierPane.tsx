// All that a tier says of itself: name, colour, conditions, what it gives, what leads to it.

import type { Finding } from "../../generated/draft";
import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { WordsField } from "../../shared/ui/WordsField";
import { useAt } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { named, write } from "../actions";
import { keyOf, labelOf, objectOf, wordsOf } from "../model/reading";
import { island } from "../state";
import { Benefits } from "./Benefits";
import { Colors } from "./Colors";
import { Condition } from "./Condition";
import styles from "./ladder.module.css";
import { Pack } from "./Pack";
import { Part, useAttention } from "./Part";
import { Group, HowMany } from "./Questions";
import { Recurring } from "./Recurring";
import { Stages } from "./Stages";

export interface TierPaneProps {
  readonly ladder: number;
  readonly place: number;
  readonly tier: Json;
  readonly findings: readonly Finding[];
}

export function TierPane({ ladder, place, tier, findings }: TierPaneProps) {
  const path: Path = ["ladders", ladder, "tiers", place];
  const said = objectOf(tier);
  const whole = useAt(["ladders", ladder]);
  const edit = boot().may.edit;
  const body = useAttention();
  const key = keyOf(whole);
  const lowest = place === 0;
  return (
    <div className={styles.pane} ref={body}>
      <Part place="/label" findings={findings}>
        <WordsField
          label={w("叫什么？", "What is it called?")}
          value={wordsOf(said.label ?? labelOf(tier).zh)}
          disabled={!edit}
          onChange={(label) =>
            write([...path, "label"], { ...label }, named("改名称", "Rename", labelOf(tier)))
          }
        />
      </Part>
      <Part place="/color" findings={findings}>
        <Colors path={[...path, "color"]} tier={tier} />
      </Part>
      <Part place="/key" findings={findings}>
        <p className={styles.hint}>
          {w("标识，定下就不改", "Key, made once")} <code>{keyOf(tier)}</code>
        </p>
      </Part>
      <Group title={w("怎样升到这一级？", "What does it take to rise here?")}>
        <Part place="/condition" findings={findings}>
          {lowest && (said.condition === undefined || said.condition === null) ? (
            <p className="soft">
              {w(
                "最低一级没有条件：每位会员从这里开始。",
                "The lowest tier has no condition: every member starts here.",
              )}
            </p>
          ) : (
            <Rise path={path} tier={tier} ladder={key} lowest={lowest} />
          )}
        </Part>
      </Group>
      {lowest && said.retention === undefined ? null : (
        <Group title={w("怎样保住这一级？", "What does it take to stay?")}>
          <Part place="/retention" findings={findings}>
            <Condition
              path={[...path, "retention"]}
              value={said.retention}
              ladder={key}
              label={named("改保级条件", "Change what keeps", labelOf(tier))}
              none={w("和晋升一样", "As to rise")}
            />
          </Part>
        </Group>
      )}
      <Group title={w("这一级有什么？", "What does it give?")}>
        <Benefits ladder={ladder} place={place} tier={tier} findings={findings} />
        <Pack path={[...path, "pack"]} value={said.pack} findings={findings} />
        <Recurring path={[...path, "recurring"]} tier={tier} findings={findings} />
      </Group>
      <Group title={w("一路上", "On the way")}>
        <Part place="/levels" findings={findings}>
          <HowMany
            zh="到下一级分成几小级？"
            en="In how many small steps is the next?"
            path={[...path, "levels"]}
            value={said.levels}
            usual={1}
            hint={w("只用来显示进度，最多 20。", "Only shows progress; 20 at most.")}
          />
        </Part>
        <Stages path={[...path, "stages"]} tier={tier} ladder={key} findings={findings} />
      </Group>
    </div>
  );
}

interface RiseProps {
  readonly path: Path;
  readonly tier: Json;
  readonly ladder: string;
  readonly lowest: boolean;
}

function Rise({ path, tier, ladder, lowest }: RiseProps) {
  const { condition } = objectOf(tier);
  const place = [...path, "condition"];
  const label = named("改晋升条件", "Change what leads to", labelOf(tier));
  if (condition === undefined || condition === null) {
    return (
      <>
        <p className="soft">{w("从常用的指标开始：", "Begin with a metric:")}</p>
        <div className={styles.quick}>
          {island().usual.map((each) => (
            <Button
              key={each.label.zh}
              disabled={!boot().may.edit}
              onClick={() => write(place, { ">=": [each.expression as Json, 1] }, label)}
            >
              {t(each.label)}
            </Button>
          ))}
        </div>
        <Condition path={place} value={condition} ladder={ladder} label={label} />
      </>
    );
  }
  return (
    <>
      <Condition path={place} value={condition} ladder={ladder} label={label} />
      {lowest ? (
        <Button onClick={() => write(place, undefined, label)}>
          {w("去掉条件（最低一级不需要）", "Take it away; the lowest needs none")}
        </Button>
      ) : null}
    </>
  );
}
