// What the right pane is called.

import { w } from "../../shared/words";
import type { Graph } from "../model/graph";
import type { What } from "../state";
import { nameOf } from "./cards";

export function titleOf(what: What, graph: Graph): string {
  if (what === null) return "";
  if (what === "trigger") return w("触发条件", "Trigger");
  if (what === "flow") return w("自动化设置", "Settings");
  if (what === "try") return w("试运行", "Dry run");
  if ("note" in what) return w("便签", "Note");
  const node = graph.nodes.get(what.step);
  return node ? nameOf(node.step, node.kind) : "";
}
