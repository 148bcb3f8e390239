// A run on the picture of the flow as it was then: read-only, with its path lit.

import { t, w } from "../../shared/words";
import { stand, useHand, useRun } from "../state";
import { momentOf, stateName } from "./cards";
import styles from "./flow.module.css";
import { Picture } from "./Picture";
import { RunSteps } from "./RunSteps";

export function TracePage() {
  const run = useRun();
  const current = useHand((now) => now.current);
  return (
    <div className={styles.trace}>
      <div className={styles.traceCanvas}>
        <Picture />
      </div>
      {run ? (
        <aside className={styles.traceSide} aria-label={w("经过", "What happened")}>
          <p className={styles.runHead}>
            <strong>{run.member?.name || run.member?.number || w("运行", "Run")}</strong>
            <span className={styles.state} data-state={run.state}>
              {stateName(run.state)}
            </span>
            <small>
              {momentOf(run.began)}
              {run.ended ? ` – ${momentOf(run.ended)}` : ""}
            </small>
          </p>
          {run.why ? <p className={styles.why}>{t(run.why)}</p> : null}
          <RunSteps run={run} current={current} onPick={stand} />
        </aside>
      ) : null}
    </div>
  );
}
