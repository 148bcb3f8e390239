// Which of the tried runs is lit on the canvas, and the way to the next one.

import { IconButton } from "../../shared/ui/Button";
import { Close, Left, Right } from "../../shared/ui/icons";
import { w } from "../../shared/words";
import { useRuns } from "../state";
import { stateName } from "./cards";
import styles from "./flow.module.css";

export function RunBar() {
  const { runs, shown } = useRuns();
  const run = runs[shown];
  if (!run) return null;
  const go = (step: number) =>
    useRuns.setState({ shown: (shown + step + runs.length) % runs.length });
  const name = run.member?.name || run.member?.number || w("试运行", "Dry run");
  return (
    <div
      className={styles.runBar}
      role="toolbar"
      aria-label={w("试运行的结果", "Runs that were tried")}
    >
      {runs.length > 1 ? (
        <IconButton label={w("上一个", "The run before")} onClick={() => go(-1)}>
          <Left size={16} />
        </IconButton>
      ) : null}
      <span className={styles.runBarSaid}>
        <strong>{name}</strong>
        <span className={styles.state} data-state={run.state}>
          {stateName(run.state)}
        </span>
        {runs.length > 1 ? <small>{`${shown + 1} / ${runs.length}`}</small> : null}
      </span>
      {runs.length > 1 ? (
        <IconButton label={w("下一个", "The next run")} onClick={() => go(1)}>
          <Right size={16} />
        </IconButton>
      ) : null}
      <IconButton
        label={w("不再显示路径", "Stop showing the path")}
        onClick={() => useRuns.setState({ runs: [], shown: 0 })}
      >
        <Close size={16} />
      </IconButton>
    </div>
  );
}
