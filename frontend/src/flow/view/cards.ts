// What a card says: the icon, the name and the tone of what it stands for.

import type { StepKindOffered } from "../../generated/flow";
import { t, w } from "../../shared/words";
import type { Step } from "../model/reading";

export function nameOf(step: Step, kind: StepKindOffered | undefined): string {
  return t(step.label) || (kind ? t(kind.label) : step.kind) || step.key;
}

/** Groups of kinds have a tone of their own; one that is not known yet is neutral. */
export function toneOf(kind: StepKindOffered | undefined): string {
  return kind?.group ?? "none";
}

const STATES: Readonly<Record<string, readonly [string, string]>> = {
  ready: ["排队中", "Ready"],
  waiting: ["等待中", "Waiting"],
  done: ["走完", "Done"],
  goal: ["达成目标", "Goal reached"],
  failed: ["失败", "Failed"],
  cancelled: ["已取消", "Cancelled"],
  looped: ["循环已停", "Loop stopped"],
  not_entered: ["没有进入", "Did not enter"],
};

export function stateName(state: string): string {
  const [zh, en] = STATES[state] ?? [state, state];
  return w(zh, en);
}

/** Writes day and time of a moment as it came, in the zone of the programme. */
export function momentOf(moment: string): string {
  return `${moment.slice(5, 10)} ${moment.slice(11, 16)}`.trim();
}
