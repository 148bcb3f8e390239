// What the draft would do to members, without leaving the page.

import { useEffect, useState } from "react";

import type {
  ImpactAnswer,
  LadderImpactShown,
  MovementShown,
  TierShown,
} from "../../generated/ladder";
import { ask } from "../../shared/api";
import { url } from "../../shared/boot";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Down, Leave, Minus, Plus, Up } from "../../shared/ui/icons";
import { draft } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import styles from "./impact.module.css";

type State = { readonly answer: ImpactAnswer } | { readonly failed: string } | null;

export interface ImpactProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

export function Impact({ open, onClose }: ImpactProps) {
  const [state, setState] = useState<State>(null);
  useEffect(() => {
    if (!open) return;
    const asking = new AbortController();
    setState(null);
    const look = async () => {
      try {
        await draft().save();
        const answer = await ask<ImpactAnswer>("GET", url("impact"), undefined, asking.signal);
        setState({ answer });
      } catch (error) {
        if (!asking.signal.aborted) setState({ failed: String((error as Error).message) });
      }
    };
    void look();
    return () => asking.abort();
  }, [open]);
  const answer = state && "answer" in state ? state.answer : null;
  return (
    <Dialog
      wide
      title={w("影响预览", "What publishing would do")}
      open={open}
      onClose={onClose}
      foot={
        answer?.list_url ? (
          <a className="button" href={answer.list_url}>
            {w("看全部受影响的会员", "See everybody who moves")}
          </a>
        ) : (
          <Button onClick={onClose}>{w("知道了", "Close")}</Button>
        )
      }
    >
      {state === null ? <Waiting /> : null}
      {state && "failed" in state ? <p role="alert">{state.failed}</p> : null}
      {answer?.why ? <p>{t(answer.why)}</p> : null}
      {answer?.impact ? <Shown answer={answer} /> : null}
    </Dialog>
  );
}

function Waiting() {
  return (
    <div role="status">
      <p className="soft">{w("正在按草稿为会员试排…", "Placing members by the draft …")}</p>
      <div className={styles.skeleton} aria-hidden="true" />
    </div>
  );
}

function Shown({ answer }: { readonly answer: ImpactAnswer }) {
  const { impact } = answer;
  if (!impact) return null;
  const about = impact.estimated ? "≈ " : "";
  return (
    <div className={styles.impact} role="status">
      <p className="soft">
        {impact.estimated
          ? w(
              `如果现在发布并立即重新定级。由抽出的 ${impact.looked_at.toLocaleString()} 位推算到全部 ${impact.members.toLocaleString()} 位会员。`,
              `If published and applied at once; estimated from ${impact.looked_at.toLocaleString()} for all ${impact.members.toLocaleString()} members.`,
            )
          : w(
              `如果现在发布并立即重新定级，${impact.members.toLocaleString()} 位会员会这样变化。`,
              `If published and applied at once, this becomes of the ${impact.members.toLocaleString()} members.`,
            )}
      </p>
      {impact.ladders.map((each) => (
        <section key={each.label.zh}>
          {impact.ladders.length > 1 ? <h3>{t(each.label)}</h3> : null}
          <Movements ladder={each} about={about} />
          <Matrix ladder={each} />
          <Examples movements={each.movements} />
        </section>
      ))}
      {impact.sent.length > 0 ? (
        <section>
          <h3>{w("会发出", "What would go out")}</h3>
          <ul className={styles.sent}>
            {impact.sent.map((each) => (
              <li key={`${each.name.zh} ${each.detail.zh}`}>
                <span>
                  {t(each.name)} <span className="soft">{t(each.detail)}</span>
                  {each.note.zh ? <span className={styles.note}>{t(each.note)}</span> : null}
                </span>
                <b>
                  {about}
                  {each.amount || `${each.count.toLocaleString()} ${t(each.what)}`}
                </b>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {impact.findings.map((each) => (
        <p key={each.message.zh} className={styles.found}>
          {t(each.message)}
        </p>
      ))}
    </div>
  );
}

const SORTS = {
  rises: { icon: Up, zh: "升级", en: "rise" },
  falls: { icon: Down, zh: "降级", en: "fall" },
  stays: { icon: Minus, zh: "不变", en: "stay" },
  enters: { icon: Plus, zh: "首次定级", en: "are placed first" },
  leaves: { icon: Leave, zh: "离开体系", en: "leave" },
} as const;

function sortOf(name: string) {
  return SORTS[name as keyof typeof SORTS] ?? SORTS.stays;
}

function Movements({
  ladder,
  about,
}: {
  readonly ladder: LadderImpactShown;
  readonly about: string;
}) {
  const always = ["rises", "falls", "stays"];
  const shown = ladder.movements.filter((each) => each.members > 0 || always.includes(each.sort));
  return (
    <ul className={styles.figures}>
      {shown.map((each) => {
        const { icon: Icon, zh, en } = sortOf(each.sort);
        return (
          <li key={each.sort} data-sort={each.sort}>
            <Icon size={16} />
            <b>
              {about}
              {each.members.toLocaleString()}
            </b>
            <span className="soft">{w(zh, en)}</span>
          </li>
        );
      })}
    </ul>
  );
}

function Tier({ tier }: { readonly tier: TierShown | null }) {
  if (!tier) return <span className="badge">{w("不在体系内", "Not on it")}</span>;
  return <span className={`tier tone-${tier.tone}`}>{t(tier.label)}</span>;
}

function Matrix({ ladder }: { readonly ladder: LadderImpactShown }) {
  return (
    <section
      className={styles.wide}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: What scrolls must be reached by keys.
      tabIndex={0}
      aria-label={w("从哪一级到哪一级", "From where to where")}
    >
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{w("现在 → 发布后", "Now → then")}</th>
            {ladder.columns.map((each) => (
              <th scope="col" className="number" key={each?.label.zh ?? "-"}>
                <Tier tier={each} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ladder.rows.map((row) => (
            <tr key={row.tier?.label.zh ?? "-"}>
              <th scope="row">
                <Tier tier={row.tier} />
              </th>
              {row.cells.map((cell, n) => (
                <td
                  key={ladder.columns[n]?.label.zh ?? "-"}
                  className={`number ${n === row.stays ? "soft" : ""}`}
                >
                  {cell === null ? "·" : <Count members={cell.members} href={cell.url} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Count({ members, href }: { readonly members: number; readonly href: string | null }) {
  const shown = members.toLocaleString();
  return href ? <a href={href}>{shown}</a> : shown;
}

function Examples({ movements }: { readonly movements: readonly MovementShown[] }) {
  return movements
    .filter((each) => each.examples.length > 0)
    .map((each) => (
      <details key={each.sort} className={styles.examples}>
        <summary>
          {w(
            `${sortOf(each.sort).zh}的会员：看其中 ${each.examples.length} 位`,
            `Members who ${sortOf(each.sort).en}: see ${each.examples.length} of them`,
          )}
        </summary>
        <ul>
          {each.examples.map((member) => (
            <li key={member.url}>
              <a href={member.url}>{member.name}</a>
              <span>
                <Tier tier={member.old} /> → <Tier tier={member.new} />
              </span>
            </li>
          ))}
        </ul>
      </details>
    ));
}
