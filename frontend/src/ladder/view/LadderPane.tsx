// How a ladder works, as questions an operator can answer, with the answers read back.

import type { Finding } from "../../generated/draft";
import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { Select } from "../../shared/ui/fields";
import { WordsField } from "../../shared/ui/WordsField";
import { t, w } from "../../shared/words";
import { write } from "../actions";
import { keyOf, labelOf, listAt, objectOf, wordsOf } from "../model/reading";
import { useLadderRead } from "../state";
import { Condition } from "./Condition";
import styles from "./ladder.module.css";
import { MakeUp } from "./MakeUp";
import { Part, useAttention } from "./Part";
import { type Answer, Counted, Group, HowMany, isCounted, Pick } from "./Questions";
import { Trials } from "./Trials";

const PERIODS: readonly Answer[] = [
  {
    value: "lifetime",
    zh: "不分周期，从入会起一直累计",
    en: "No period: everything since joining",
  },
  { value: "month", zh: "每个自然月", en: "Each calendar month" },
  { value: "quarter", zh: "每个自然季", en: "Each quarter" },
  { value: "half_year", zh: "每半年", en: "Each half-year" },
  { value: "year", zh: "每个自然年", en: "Each calendar year" },
  { value: "joined", zh: "每个入会年（到入会周年）", en: "Each year of membership" },
  { value: "tier", zh: "自取得或保住等级起一年", en: "A year from reaching or keeping the tier" },
];
const PROMOTED: readonly Answer[] = [
  { value: "event", zh: "一达到就升", en: "At once" },
  { value: "evaluation", zh: "每天核算时升", en: "At the daily evaluation" },
  { value: "review", zh: "只在考核时升", en: "Only at a review" },
];
const PROMOTION: readonly Answer[] = [
  { value: "jump", zh: "直接升到够得上的最高一级", en: "Straight to the highest within reach" },
  { value: "step", zh: "一次升一级", en: "One tier at a time" },
];
const PACKS: readonly Answer[] = [
  { value: "passed", zh: "途经各级的礼包都发", en: "Each tier passed gives its pack" },
  { value: "reached", zh: "只发到达那一级的", en: "Only the tier that is reached" },
];
const DUE: readonly Answer[] = [
  { value: "evaluation", zh: "每天", en: "Every day" },
  { value: "period", zh: "考核周期结束时", en: "When the period ends" },
  { value: "next_period", zh: "取得后的下一个周期结束时", en: "When the next period ends" },
];
const DEMOTION: readonly Answer[] = [
  {
    value: "requalify",
    zh: "降到仍够得上的最高一级",
    en: "Down to the highest they still qualify for",
  },
  { value: "one_down", zh: "降一级", en: "One tier down" },
  { value: "never", zh: "不降级", en: "Nobody falls" },
];
const ROLLING = "rolling";
const VALIDITY = "validity";

export interface LadderPaneProps {
  readonly place: number;
  readonly ladder: Json;
  readonly findings: readonly Finding[];
}

export function LadderPane({ place, ladder, findings }: LadderPaneProps) {
  const path: Path = ["ladders", place];
  const said = objectOf(ladder);
  const edit = boot().may.edit;
  const body = useAttention();
  return (
    <div className={styles.pane} ref={body}>
      <Part place="/label" findings={findings}>
        <WordsField
          label={w("这个体系叫什么？", "What is the ladder called?")}
          value={wordsOf(said.label ?? labelOf(ladder).zh)}
          disabled={!edit}
          onChange={(label) =>
            write([...path, "label"], { ...label }, { zh: "改体系名称", en: "Rename" })
          }
        />
      </Part>
      <p className={styles.hint}>
        {w("标识", "Key")} <code>{keyOf(ladder)}</code>
      </p>
      <ReadBack ladder={ladder} />
      <Group title={w("考核周期", "Period")}>
        <Part place="/period" findings={findings}>
          <Period path={[...path, "period"]} value={said.period} />
        </Part>
      </Group>
      <Group title={w("升级", "Rising")}>
        <Part place="/promoted" findings={findings}>
          <Pick
            zh="什么时候能升级？"
            en="When does one rise?"
            path={[...path, "promoted"]}
            value={said.promoted}
            usual="event"
            answers={PROMOTED}
          />
        </Part>
        <Part place="/promotion" findings={findings}>
          <Pick
            zh="一次能升几级？"
            en="By how many tiers?"
            path={[...path, "promotion"]}
            value={said.promotion}
            usual="jump"
            answers={PROMOTION}
          />
        </Part>
        <Part place="/packs" findings={findings}>
          <Pick
            zh="连升几级时，礼包怎么发？"
            en="Whose packs does a jump bring?"
            path={[...path, "packs"]}
            value={said.packs}
            usual="passed"
            answers={PACKS}
          />
        </Part>
        <MakeUp path={[...path, "make_up"]} value={said.make_up} findings={findings} />
      </Group>
      <Group title={w("考核与降级", "Reviews and falling")}>
        <Review path={[...path, "review"]} ladder={ladder} findings={findings} />
      </Group>
      <Group title={w("谁在这个体系里？", "Who is on the ladder?")}>
        <Part place="/members" findings={findings}>
          <Condition
            path={[...path, "members"]}
            value={said.members}
            ladder={keyOf(ladder)}
            label={{ zh: "谁在体系里", en: "Who is on the ladder" }}
            none={w("全部会员", "All members")}
          />
        </Part>
      </Group>
      <Group title={w("体验晋升", "Trials")}>
        <Trials path={[...path, "trials"]} ladder={ladder} findings={findings} />
      </Group>
    </div>
  );
}

function ReadBack({ ladder }: { readonly ladder: Json }) {
  const read = useLadderRead(ladder);
  if (!read) return null;
  return (
    <div className={styles.readBack} aria-live="polite">
      <p>{t(read.note)}</p>
      {read.terms.map((term) => (
        <p key={term.name.zh}>
          <b>{t(term.name)}</b> {term.lines.map(t).join(" ")}
        </p>
      ))}
    </div>
  );
}

function Period({ path, value }: { readonly path: Path; readonly value: Json | undefined }) {
  const label = { zh: "改考核周期", en: "Change the period" };
  const rolls = isCounted(value);
  return (
    <>
      <Select
        label={w("多久算一次？", "Over what time is it counted?")}
        value={rolls ? ROLLING : typeof value === "string" ? value : "lifetime"}
        disabled={!boot().may.edit}
        hint={w("条件里的“本考核期”就是它。", "Conditions call it “this qualification period”.")}
        options={[
          ...PERIODS.map((each) => ({ value: each.value, label: w(each.zh, each.en) })),
          { value: ROLLING, label: w("滚动的若干天或月", "Rolling days or months") },
        ]}
        onChange={(next) => write(path, next === ROLLING ? "12mo" : next, label)}
      />
      {rolls ? (
        <Counted
          label={w("最近多久？", "The last how long?")}
          value={value}
          onChange={(word) => write(path, word, label)}
        />
      ) : null}
    </>
  );
}

interface ReviewProps {
  readonly path: Path;
  readonly ladder: Json;
  readonly findings: readonly Finding[];
}

function Review({ path, ladder, findings }: ReviewProps) {
  const review = objectOf(objectOf(ladder).review);
  const tiers = listAt(ladder, ["tiers"]);
  const holds = isCounted(review.due);
  const due = { zh: "改考核时间", en: "Change when it is reviewed" };
  const dated = holds || (typeof review.due === "string" && review.due !== "evaluation");
  return (
    <>
      <Part place="/review/due" findings={findings}>
        <Select
          label={w("多久考核一次？", "When is a tier reviewed?")}
          value={holds ? VALIDITY : typeof review.due === "string" ? review.due : "evaluation"}
          disabled={!boot().may.edit}
          options={[
            ...DUE.map((each) => ({ value: each.value, label: w(each.zh, each.en) })),
            { value: VALIDITY, label: w("等级有有效期，到期考核", "When its validity ends") },
          ]}
          onChange={(next) => write([...path, "due"], next === VALIDITY ? "12mo" : next, due)}
        />
        {holds ? (
          <Counted
            label={w("有效多久？", "Valid for how long?")}
            value={review.due}
            onChange={(word) => write([...path, "due"], word, due)}
          />
        ) : null}
      </Part>
      <Part place="/review/demotion" findings={findings}>
        <Pick
          zh="没达到保级条件时怎么办？"
          en="What if one does not qualify to stay?"
          path={[...path, "demotion"]}
          value={review.demotion}
          usual="requalify"
          answers={DEMOTION}
        />
      </Part>
      <Part place="/review/floor" findings={findings}>
        <Select
          label={w("到过哪一级之后，就不再降到它下面？", "Once reached, which tier is never left?")}
          value={typeof review.floor === "string" ? review.floor : ""}
          disabled={!boot().may.edit}
          options={[
            { value: "", label: w("没有保底", "None") },
            ...tiers.slice(1).map((each) => ({ value: keyOf(each), label: t(labelOf(each)) })),
          ]}
          onChange={(next) =>
            write([...path, "floor"], next || undefined, {
              zh: "改保底等级",
              en: "Change the floor",
            })
          }
        />
      </Part>
      <Part place="/review/grace_days" findings={findings}>
        <HowMany
          zh="没通过的，先宽限几天？"
          en="How many days of grace?"
          path={[...path, "grace_days"]}
          value={review.grace_days}
          usual={0}
          unit={w("天", "days")}
          {...(dated ? {} : { hint: w("每天考核时不用宽限。", "Not used with daily reviews.") })}
        />
      </Part>
      <Part place="/review/notice_days" findings={findings}>
        <HowMany
          zh="考核前几天提醒可能降级的会员？"
          en="How many days before are members told?"
          path={[...path, "notice_days"]}
          value={review.notice_days}
          usual={0}
          unit={w("天", "days")}
          hint={w("0 是不提醒。", "0 is not at all.")}
        />
      </Part>
    </>
  );
}
