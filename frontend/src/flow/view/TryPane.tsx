// The dry run: for whom, what would happen, and the path on the canvas; nothing is sent or written.

import { useId, useState } from "react";

import { useMembers } from "../../conditions/asking";
import type { MemberFound } from "../../generated/conditions";
import type { FlowsTried } from "../../generated/flow";
import { ask } from "../../shared/api";
import { boot, url } from "../../shared/boot";
import { Button, IconButton } from "../../shared/ui/Button";
import { Left, Play, Right, Search } from "../../shared/ui/icons";
import { draft } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { stand, useHand, useRuns } from "../state";
import { momentOf, stateName } from "./cards";
import flow from "./flow.module.css";
import styles from "./pane.module.css";
import { RunSteps } from "./RunSteps";

export function TryPane() {
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const tryWith = async (members: readonly string[] | "last") => {
    setBusy(true);
    setError(null);
    try {
      // What is tried is the saved draft.
      await draft().save();
      const { runs } = await ask<FlowsTried>("POST", url("dry_run"), { members });
      useRuns.setState({ runs, shown: 0 });
      if (runs.length === 0) setError(w("没有可试的会员。", "There is nobody to try it with."));
    } catch (reason) {
      setError(reason instanceof Error ? reason.message : String(reason));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className={styles.pane}>
      <p className={styles.soft}>
        {w(
          "用真实会员走一遍现在的草稿：等待会跳过，什么都不会发出，也不会写下。",
          "Takes a real member through the draft as it is: waits are skipped, nothing is sent or written.",
        )}
      </p>
      <Button
        look="primary"
        icon={<Play size={16} />}
        disabled={busy}
        onClick={() => void tryWith("last")}
      >
        {w("最近五位会员", "The last five members")}
      </Button>
      <Finder busy={busy} onPick={(member) => void tryWith([member.number])} />
      {error ? (
        <p className="field__error" role="alert">
          {error}
        </p>
      ) : null}
      <div aria-live="polite" aria-busy={busy}>
        <Result />
      </div>
    </div>
  );
}

function Finder({
  busy,
  onPick,
}: {
  readonly busy: boolean;
  readonly onPick: (member: MemberFound) => void;
}) {
  const [text, setText] = useState("");
  const isAsked = text.trim() !== "" && Boolean(boot().urls.members_to_try);
  const { found } = useMembers(isAsked ? text : null);
  const id = useId();
  return (
    <div className={styles.finder}>
      <label className={styles.search}>
        <Search size={16} aria-hidden="true" />
        <input
          className="input"
          value={text}
          disabled={busy}
          aria-label={w("或选一位会员", "Or choose a member")}
          aria-controls={id}
          placeholder={w("或选一位：姓名、手机号、编号", "Or choose: name, phone, number")}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
        />
      </label>
      <ul id={id} className={styles.members}>
        {(found ?? []).map((each) => (
          <li key={each.id}>
            <button
              type="button"
              onClick={() => {
                setText("");
                onPick(each);
              }}
            >
              <span>{each.name}</span>
              <small>{[each.number, t(each.tier)].filter(Boolean).join(" · ")}</small>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Result() {
  const { runs, shown } = useRuns();
  const current = useHand((now) => now.current);
  const run = runs[shown];
  if (!run) return null;
  const go = (step: number) =>
    useRuns.setState({ shown: (shown + step + runs.length) % runs.length });
  return (
    <section className={styles.part}>
      <header className={styles.runHead}>
        <span>
          <b>{run.member?.name || run.member?.number || w("会员", "Member")}</b>
          <span className={flow.state} data-state={run.state}>
            {stateName(run.state)}
          </span>
        </span>
        {runs.length > 1 ? (
          <span className={styles.turn}>
            <IconButton label={w("上一个", "The one before")} onClick={() => go(-1)}>
              <Left size={16} />
            </IconButton>
            <small>{`${shown + 1} / ${runs.length}`}</small>
            <IconButton label={w("下一个", "The next one")} onClick={() => go(1)}>
              <Right size={16} />
            </IconButton>
          </span>
        ) : null}
      </header>
      {run.why ? <p className={flow.why}>{t(run.why)}</p> : null}
      {run.would.length > 0 ? (
        <>
          <h3>{w("会发生什么", "What would happen")}</h3>
          <ul className={styles.would}>
            {run.would.map((each, n) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a step may do the same twice
              <li key={`${each.step} ${n}`}>
                <button type="button" onClick={() => stand(each.step)}>
                  {t(each.says)}
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
      <h3>{w("走过的步骤", "Steps it took")}</h3>
      <RunSteps run={run} current={current} onPick={stand} />
      {run.ended ? (
        <p className={styles.soft}>
          {w(`结束于 ${momentOf(run.ended)}`, `Ended ${momentOf(run.ended)}`)}
        </p>
      ) : null}
    </section>
  );
}
