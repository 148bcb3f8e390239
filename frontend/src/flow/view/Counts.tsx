// How many members stand at a step now, wait there, went on and failed; live, of what is published.

import type { StepCounts } from "../../generated/flow";
import { w } from "../../shared/words";
import styles from "./flow.module.css";

export function Counts({ counts }: { readonly counts: StepCounts }) {
  const parts = [
    { key: "here", count: counts.here, said: w(`${counts.here} 人在此`, `${counts.here} here`) },
    {
      key: "waiting",
      count: counts.waiting,
      said: w(`${counts.waiting} 人等待`, `${counts.waiting} waiting`),
    },
    {
      key: "passed",
      count: counts.passed,
      said: w(`${counts.passed} 经过`, `${counts.passed} passed`),
    },
    {
      key: "failed",
      count: counts.failed,
      said: w(`${counts.failed} 失败`, `${counts.failed} failed`),
    },
  ].filter((each) => each.count > 0 && !(each.key === "here" && counts.here === counts.waiting));
  if (parts.length === 0) return null;
  return (
    <span className={styles.counts}>
      {parts.map((each) => (
        <span key={each.key} className={styles.count} data-sort={each.key}>
          {each.said}
        </span>
      ))}
    </span>
  );
}
