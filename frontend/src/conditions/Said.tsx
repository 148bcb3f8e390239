// What the condition says in words, and who meets it.

import type { Look, MemberFound } from "../generated/conditions";
import { Members, Wrong } from "../shared/ui/icons";
import { language, t, w } from "../shared/words";
import type { Asked } from "./asking";
import styles from "./conditions.module.css";

export interface SaidProps {
  readonly asked: Asked;
  readonly isEmpty: boolean;
  /** Rules that are not filled in yet. */
  readonly blanks: number;
  readonly member: string | null;
}

export function Said({ asked, isEmpty, blanks, member }: SaidProps) {
  const { trial, isSlow, isStale, error } = asked;
  // What was said of nothing is not said of something.
  const look = isStale && asked.wasEmpty ? null : asked.look;
  const errors = (look?.findings ?? []).filter((each) => each.severity === "error");
  return (
    <div className={styles.said} aria-busy={isSlow}>
      <div className={styles.sentence} aria-live="polite">
        {isEmpty ? (
          <span className={styles.faint}>{w("没有要求任何条件。", "Nothing is asked.")}</span>
        ) : look ? (
          <Sentence look={look} errors={errors.length} />
        ) : (
          <span className={styles.skeleton} />
        )}
      </div>
      {blanks > 0 ? (
        <p className={styles.problem}>
          <Wrong size={14} aria-hidden="true" />
          {w(
            `还有 ${blanks} 条没填完，会当作缺少数据。`,
            `${blanks} not filled in yet: this counts as missing data.`,
          )}
        </p>
      ) : null}
      {error ? (
        <p className={styles.problem} role="alert">
          <Wrong size={14} aria-hidden="true" />
          <span>{error}</span>
          <button type="button" className={styles.link} onClick={asked.again}>
            {w("重试", "Try again")}
          </button>
        </p>
      ) : null}
      {isEmpty || !look ? null : isSlow ? (
        <span className={styles.skeleton} />
      ) : (
        <Count look={look} />
      )}
      {member !== null && trial?.result ? (
        <p className={styles.verdict} data-state={trial.result.state} aria-live="polite">
          {
            {
              met: w(`${member} 满足这个条件。`, `${member} meets this condition.`),
              unmet: w(`${member} 不满足这个条件。`, `${member} does not meet this condition.`),
              unknown: w(
                `${member} 缺少数据，按不满足处理。`,
                `Data of ${member} is missing: this counts as not met.`,
              ),
            }[trial.result.state]
          }
        </p>
      ) : null}
    </div>
  );
}

function Sentence({ look, errors }: { look: Look; errors: number }) {
  if (errors > 0) {
    return (
      <span className={styles.problem}>
        <Wrong size={14} aria-hidden="true" />
        {w(
          `有 ${errors} 处要改，改好后才能读成一句话。`,
          `${errors} to put right before it reads as a sentence.`,
        )}
      </span>
    );
  }
  return <span>{t(look.sentence)}</span>;
}

const number = new Intl.NumberFormat(language === "en" ? "en" : "zh-CN");

function Count({ look }: { readonly look: Look }) {
  if (look.count === null) {
    return look.uncounted ? <p className={styles.faint}>{t(look.uncounted)}</p> : null;
  }
  const about = look.approximate ? "≈ " : "";
  const share = look.of > 0 ? Math.round((1000 * look.count) / look.of) / 10 : 0;
  return (
    <div className={styles.count}>
      <p>
        <Members size={16} aria-hidden="true" />
        <span>
          {w("命中", "Met by")} <strong>{`${about}${number.format(look.count)}`}</strong>{" "}
          {w("位会员", look.count === 1 ? "member" : "members")}
        </span>
        <span className={styles.faint}>
          {w(
            `共 ${number.format(look.of)} 位，占 ${share}%`,
            `of ${number.format(look.of)}, ${share}%`,
          )}
        </span>
      </p>
      {look.samples.length > 0 ? (
        <ul className={styles.samples} aria-label={w("其中几位", "Some of them")}>
          {look.samples.map((each) => (
            <li key={each.id}>
              <Sample member={each} />
            </li>
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function Sample({ member }: { readonly member: MemberFound }) {
  return (
    <a
      className={styles.sample}
      href={member.url}
      target="_blank"
      rel="noreferrer"
      title={w("在新标签页打开", "Opens in a new tab")}
    >
      {member.name}
      {member.tier ? (
        <span className={`tier ${member.tone ? `tier--${member.tone}` : ""}`}>
          {t(member.tier)}
        </span>
      ) : null}
    </a>
  );
}
