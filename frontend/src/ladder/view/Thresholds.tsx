// The numbers beside the axis, with what is odd about each, and tiers that go by other things.

import { boot } from "../../shared/boot";
import { at, type Json } from "../../shared/json";
import { NumberField } from "../../shared/ui/fields";
import { Info, Warning } from "../../shared/ui/icons";
import { draft } from "../../shared/useDraft";
import { t, type Words, w } from "../../shared/words";
import { named, straighten, write } from "../actions";
import type { Axis, Flag, Threshold } from "../model/axis";
import { keyOf, labelOf, listAt, numberOf, objectOf, toneOf } from "../model/reading";
import { readersOf } from "../model/uses";
import { chooseTier, now, useReading } from "../state";
import styles from "./axis.module.css";
import { type Shown, setThreshold } from "./ThresholdAxis";

export interface ThresholdsProps {
  readonly axis: Axis;
  readonly flags: ReadonlyMap<number, Flag>;
  readonly tiers: readonly Json[];
  readonly ladder: number;
  readonly measure: Shown;
}

export function Thresholds({ axis, flags, tiers, ladder, measure }: ThresholdsProps) {
  const asks = (tier: number) =>
    axis.others.includes(tier) || axis.thresholds.some((each) => each.tier === tier);
  return (
    <ul className={styles.numbers}>
      {tiers
        .map((_, tier) => tier)
        .filter(asks)
        .map((tier) => {
          const threshold = axis.thresholds.find((each) => each.tier === tier);
          return threshold ? (
            <li key={tier} className={`tone-${toneOf(tiers[tier])}`}>
              <Numbers threshold={threshold} tiers={tiers} measure={measure} />
              <Odd axis={axis} flag={flags.get(tier)} tiers={tiers} measure={measure} />
            </li>
          ) : (
            <li key={tier} className={`tone-${toneOf(tiers[tier])}`}>
              <span className={styles.who}>{t(labelOf(tiers[tier]))}</span>
              <button
                type="button"
                className={styles.other}
                onClick={() => chooseTier(ladder, tier, "/condition")}
              >
                {w("按条件", "By a condition")}
              </button>
            </li>
          );
        })}
    </ul>
  );
}

interface NumbersProps {
  readonly threshold: Threshold;
  readonly tiers: readonly Json[];
  readonly measure: Shown;
}

function Numbers({ threshold, tiers, measure }: NumbersProps) {
  const { from } = threshold;
  const name = t(labelOf(tiers[threshold.tier]));
  return (
    <>
      <span className={styles.who}>{name}</span>
      {from ? (
        <NumberField
          bare
          label={w(`${name}的门槛`, `Threshold of ${name}`)}
          value={from.value}
          unit={t(measure.unit)}
          disabled={!boot().may.edit}
          onChange={(value) => setThreshold(threshold, value, tiers)}
          onBlur={() => draft().seal()}
        />
      ) : null}
      {from?.parameter === null || !from ? null : <Parameter place={from.parameter} />}
    </>
  );
}

/** Says that the number is a parameter's, where else it counts, and for whom it differs. */
function Parameter({ place }: { readonly place: number }) {
  const cases = useReading(({ read }) => read.cases);
  const parameter = listAt(now(), ["parameters"])[place];
  const key = keyOf(parameter);
  const label = labelOf(parameter);
  const readers = readersOf(now(), key);
  const { least, most } = objectOf(parameter);
  const value = numberOf(objectOf(parameter).value);
  const beyond =
    value !== null &&
    ((typeof least === "number" && value < least) || (typeof most === "number" && value > most));
  return (
    <>
      <p className={styles.parameter}>
        {w(`改的是参数“${t(label)}”`, `This is the parameter ${t(label)}`)}
        {readers > 1 ? w(`，共 ${readers} 处用到`, `, read in ${readers} places`) : ""}
      </p>
      {beyond ? (
        <Hint warns>
          {w(
            `参数应在 ${least ?? "…"} 到 ${most ?? "…"} 之间`,
            `The parameter is between ${least ?? "…"} and ${most ?? "…"}`,
          )}
        </Hint>
      ) : null}
      {listAt(parameter, ["cases"]).map((each, n) => (
        <Case
          key={toKey(n)}
          said={cases[key]?.[n]}
          value={numberOf(at(each, ["value"]))}
          onChange={(next) =>
            next === null
              ? undefined
              : write(
                  ["parameters", place, "cases", n, "value"],
                  next,
                  named("改参数", "Set", label),
                )
          }
        />
      ))}
    </>
  );
}

function toKey(n: number): string {
  return `case-${n}`;
}

interface CaseProps {
  readonly said: Words | undefined;
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
}

function Case({ said, value, onChange }: CaseProps) {
  return (
    <NumberField
      label={said ? t(said) : w("对部分会员", "For some members")}
      value={value}
      disabled={!boot().may.edit}
      onChange={onChange}
    />
  );
}

interface OddProps {
  readonly axis: Axis;
  readonly flag: Flag | undefined;
  readonly tiers: readonly Json[];
  readonly measure: Shown;
}

function Odd({ axis, flag, tiers, measure }: OddProps) {
  if (!flag) return null;
  const other = t(labelOf(tiers[flag.other]));
  const unit = t(measure.unit);
  switch (flag.sort) {
    case "below":
      return (
        <>
          <Hint warns>{w(`比下面的“${other}”还低`, `Lower than ${other} below it`)}</Hint>
          {boot().may.edit ? (
            <button type="button" className={styles.other} onClick={() => straighten(axis)}>
              {w("把门槛按高低排好", "Put them in order")}
            </button>
          ) : null}
        </>
      );
    case "same":
      return (
        <Hint warns>
          {w(
            `和“${other}”一样，没有人会停在“${other}”`,
            `Same as ${other}: nobody stays on ${other}`,
          )}
        </Hint>
      );
    case "gap":
      return (
        <Hint warns>
          {w(
            `${flag.from.toLocaleString()}–${flag.to.toLocaleString()} ${unit}之间有空档，会落回更低的等级`,
            `Between ${flag.from.toLocaleString()} and ${flag.to.toLocaleString()} ${unit} members fall back lower`,
          )}
        </Hint>
      );
    case "overlap":
      return (
        <Hint>
          {w(`与“${other}”重叠，两级都满足的算“${other}”`, `Overlaps ${other}, which then counts`)}
        </Hint>
      );
  }
}

function Hint({ warns, children }: { readonly warns?: boolean; readonly children: string }) {
  const Icon = warns ? Warning : Info;
  return (
    <p className={styles.hint} data-warns={warns ?? false}>
      <Icon size={14} />
      {children}
    </p>
  );
}
