// The steps of a run as a list: when, what, and which way it went on.

import type { FlowRun } from "../../generated/flow";
import { KindIcon } from "../../shared/ui/KindIcon";
import { t } from "../../shared/words";
import { useGraph } from "../state";
import { momentOf, nameOf, toneOf } from "./cards";
import styles from "./flow.module.css";

export interface RunStepsProps {
  readonly run: FlowRun;
  readonly current: string;
  readonly onPick: (step: string) => void;
}

export function RunSteps({ run, current, onPick }: RunStepsProps) {
  const graph = useGraph();
  return (
    <ol className={styles.runSteps}>
      {run.steps.map((each, n) => {
        const node = graph.nodes.get(each.step);
        const way = node?.ways.find((one) => one.key === each.way);
        const says = t(each.says);
        const would = run.would.filter((one) => one.step === each.step);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step may be passed several times
          <li key={`${each.step} ${n}`}>
            <button
              type="button"
              className={styles.runStep}
              aria-current={current === each.step ? "step" : undefined}
              data-tone={toneOf(node?.kind)}
              onClick={() => onPick(each.step)}
            >
              <span className={styles.smallTile} aria-hidden="true">
                <KindIcon name={node?.kind?.icon ?? "circle-help"} size={14} />
              </span>
              <span className={styles.runSaid}>
                <span>
                  <b>{node ? nameOf(node.step, node.kind) : each.step}</b>
                  {way && (node?.ways.length ?? 0) > 1 ? <em>{t(way.label)}</em> : null}
                </span>
                {says ? <span>{says}</span> : null}
                {would.map((one) => (
                  <span key={one.says.zh} className={styles.would}>
                    {t(one.says)}
                  </span>
                ))}
                <time dateTime={each.at}>{momentOf(each.at)}</time>
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
