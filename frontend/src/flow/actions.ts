// What buttons, menus, keys and drags of the canvas do, each with a name for undoing.

import type { StepKindOffered, TriggerKindOffered } from "../generated/flow";
import { isObject, type Json, type JsonObject, put } from "../shared/json";
import { announce } from "../shared/ui/toast";
import { offerUndo } from "../shared/undoing";
import { draft } from "../shared/useDraft";
import { type Words, w } from "../shared/words";
import { usualOptions } from "./model/defaults";
import {
  behind,
  changeStep,
  insertStep,
  lastSpot,
  lead,
  mayMove,
  moveStep,
  newStep,
  removeAlone,
  removeBelow,
} from "./model/edits";
import { ledTo } from "./model/graph";
import { flowAt, placeOf, type Spot, stepOf, TRIGGER, textOf, waysOf } from "./model/reading";
import { flowNow, graphNow, hand, island, mayEdit, open, stand, useHand } from "./state";
import { nameOf } from "./view/cards";

/** Changes the flow; the rest of the draft stays as it is. */
export function change(label: Words, next: (flow: JsonObject) => JsonObject, tag?: string): void {
  draft().edit(
    (document) => {
      const place = placeOf(document, island().key);
      const flow = flowAt(document, place);
      const changed = next(flow);
      return changed === flow || place < 0 ? document : put(document, ["flows", place], changed);
    },
    tag === undefined ? { label } : { label, tag },
  );
}

/** Writes a setting of the flow; typing in one place is one step of undo. */
export function write(key: string, value: Json | undefined, label: Words): void {
  change(label, (flow) => set(flow, key, value), `flow/${key}`);
}

export function set(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  if (value === object[key]) return object;
  const changed = put(object, [key], value);
  return isObject(changed) ? changed : object;
}

export function writeStep(
  key: string,
  part: "label" | "off",
  value: Json | undefined,
  label: Words,
): void {
  change(
    label,
    (flow) => changeStep(flow, key, (step) => set(step, part, value)),
    `${key}/${part}`,
  );
}

function withOption(holder: JsonObject, option: string, value: Json | undefined): JsonObject {
  const options = set(isObject(holder.options) ? holder.options : {}, option, value);
  return set(holder, "options", Object.keys(options).length > 0 ? options : undefined);
}

/** Writes an option of a step, or of the trigger, which has no key. */
export function writeOption(
  key: string,
  option: string,
  value: Json | undefined,
  label: Words,
  tag?: string,
): void {
  change(
    label,
    (flow) => {
      if (key !== TRIGGER) return changeStep(flow, key, (step) => withOption(step, option, value));
      const trigger = isObject(flow.trigger) ? flow.trigger : {};
      return set(flow, "trigger", withOption(trigger, option, value));
    },
    `${key}/${option}${tag ?? ""}`,
  );
}

export function chooseTrigger(kind: TriggerKindOffered): void {
  const label = { zh: `触发：${kind.label.zh}`, en: `Trigger: ${kind.label.en}` };
  const options = usualOptions(kind.options, { flow: flowNow(), document: draft().now.document });
  const trigger: JsonObject =
    Object.keys(options).length > 0 ? { kind: kind.key, options } : { kind: kind.key };
  change(label, (flow) => ({ ...flow, trigger }));
}

function called(zh: string, en: string, name: string): Words {
  return { zh: `${zh} ${name}`, en: `${en} ${name}` };
}

export function nameAt(key: string): string {
  const node = graphNow().nodes.get(key);
  return node ? nameOf(node.step, node.kind) : key;
}

/** Where something goes that is added without a place: behind what is chosen, or at the end. */
export function nextSpot(): Spot {
  const graph = graphNow();
  const { current } = hand();
  const here = current === TRIGGER && graph.start !== null ? null : behind(graph, current);
  return here ?? lastSpot(graph);
}

export function insert(kind: StepKindOffered, spot: Spot = nextSpot()): void {
  const flow = flowNow();
  const context = { flow, document: draft().now.document, spot, graph: graphNow() };
  const options = usualOptions(kind.options, context);
  const step = newStep(flow, kind, options);
  const ways = waysOf(stepOf(step), kind);
  change(called("添加", "Add", kind.label.zh), (now) => insertStep(now, spot, step, ways));
  useHand.setState({ inserting: null, palette: false });
  open(textOf(step.key));
  stand(textOf(step.key));
  announce(w(`已添加“${kind.label.zh}”`, `${kind.label.en} is added`));
}

/** Says whether something may be put on a way: what has no way out only at an open end. */
export function fits(kind: StepKindOffered, spot: Spot): boolean {
  const branches = kind.options.some((each) => ["branches", "variants"].includes(each.widget));
  if (kind.ways.length > 0 || branches) return true;
  const graph = graphNow();
  if (spot.from === TRIGGER) return graph.start === null;
  const way = graph.nodes.get(spot.from)?.ways.find((each) => each.key === spot.way);
  return way?.to === null || way === undefined;
}

export function move(key: string, spot: Spot): void {
  if (!mayMove(graphNow(), key, spot)) return;
  change(called("移动", "Move", nameAt(key)), (flow) => moveStep(flow, island().kinds, key, spot));
  stand(key);
  announce(w("已移动", "Moved"));
}

/** Gives the place one step up or down along the way, where a step can go. */
export function spotBeside(key: string, step: -1 | 1): Spot | null {
  const graph = graphNow();
  if (step < 0) {
    const [up] = ledTo(graph, key);
    if (!up || up.from === TRIGGER) return null;
    const [above] = ledTo(graph, up.from);
    return above && mayMove(graph, key, above) ? above : null;
  }
  const to = graph.nodes.get(key)?.ways.find((each) => each.to !== null)?.to;
  const spot = to ? behind(graph, to) : null;
  return spot && mayMove(graph, key, spot) ? spot : null;
}

export function moveBy(key: string, step: -1 | 1): void {
  const spot = spotBeside(key, step);
  if (spot) move(key, spot);
}

/** Removes at once what nothing hangs on, and asks how where there is more below. */
export function askRemove(key: string): void {
  if (!mayEdit() || key === TRIGGER) return;
  const more = graphNow()
    .nodes.get(key)
    ?.ways.some((each) => each.to !== null);
  if (more) useHand.setState({ removing: key });
  else remove(key, "alone");
}

export function remove(key: string, how: "alone" | "below"): void {
  const graph = graphNow();
  const name = nameAt(key);
  const up = ledTo(graph, key)[0]?.from ?? TRIGGER;
  const take = how === "alone" ? removeAlone : removeBelow;
  change(called("删除", "Delete", name), (flow) => take(flow, island().kinds, key));
  useHand.setState({ removing: null, what: null });
  stand(up);
  offerUndo(w(`已删除“${name}”`, `${name} is deleted`));
}

/** Lets a way lead to a step that is there already. */
export function goTo(spot: Spot, to: string | null): void {
  const label = to ? called("去向", "Lead to", nameAt(to)) : { zh: "断开", en: "Lead nowhere" };
  change(label, (flow) => lead(flow, spot, to));
  useHand.setState({ inserting: null });
}

export function toggle(key: string): void {
  const off = graphNow().nodes.get(key)?.step.off === true;
  const label = off
    ? called("启用", "Turn on", nameAt(key))
    : called("停用", "Turn off", nameAt(key));
  change(label, (flow) =>
    changeStep(flow, key, (step) => set(step, "off", off ? undefined : true)),
  );
}
