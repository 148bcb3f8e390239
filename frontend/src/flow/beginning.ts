// An automation that has no steps yet begins with a ready-made one, switched off.

import type { FlowIsland } from "../generated/flow";
import { offerUndo } from "../shared/undoing";
import { t, w } from "../shared/words";
import { change } from "./actions";
import { TRIGGER } from "./model/reading";
import { begun } from "./model/starting";
import { stand } from "./state";

type Starter = FlowIsland["starters"][number];

export function beginWith(starter: Starter): void {
  const label = {
    zh: `模板：${starter.label.zh}`,
    en: `Template: ${starter.label.en}`,
  };
  change(label, (flow) => begun(flow, starter));
  stand(TRIGGER);
  offerUndo(w(`已放入“${t(starter.label)}”，停用`, `${t(starter.label)} is there, switched off`));
}
