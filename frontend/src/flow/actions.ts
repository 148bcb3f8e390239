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
  type Clip,
  changeStep,
  clipOf,
  freshKey,
  insertStep,
  keysOf,
  lastSpot,
  lead,
  mayMove,
  moveStep,
  newStep,
  paste as pasted,
  removeAlone,
  removeBelow,
} from "./model/edits";
import { ledTo } from "./model/graph";
import {
  flowAt,
  listOf,
  placeOf,
  type Spot,
  stepOf,
  TRIGGER,
  textOf,
  waysOf,
  wordsOf,
} from "./model/reading";
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

function set(object: JsonObject, key: string, value: Json | undefined): JsonObject {
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

const CLIP = "rungs:steps";

/** Gives the steps that are chosen, as text that can be pasted into any automation. */
export function copied(): string | null {
  const { current, also } = hand();
  const keys = new Set([...also, current].filter((each) => each !== TRIGGER));
  const clip = clipOf(flowNow(), graphNow(), keys);
  if (!clip) return null;
  const text = JSON.stringify({ steps: clip.steps, entry: clip.entry });
  try {
    localStorage.setItem(CLIP, text);
  } catch {
    // A full store costs the menu its copy; the clipboard still has it.
  }
  announce(w(`已复制 ${clip.steps.length} 步`, `${clip.steps.length} copied`));
  return text;
}

/** Reads steps from text; null where it holds none. */
export function clipIn(text: string): Clip | null {
  try {
    const found = JSON.parse(text) as Json;
    const steps = isObject(found) ? listOf(found.steps).filter(isObject) : [];
    const known = steps.filter((each) => textOf(each.key) !== "" && textOf(each.kind) !== "");
    if (known.length === 0 || known.length !== steps.length) return null;
    return { steps, entry: textOf(isObject(found) ? found.entry : "") || textOf(steps[0]?.key) };
  } catch {
    return null;
  }
}

export function keptClip(): Clip | null {
  return clipIn(localStorage.getItem(CLIP) ?? "");
}

export function paste(clip: Clip, spot: Spot = nextSpot()): void {
  let entry = "";
  change({ zh: "粘贴步骤", en: "Paste steps" }, (flow) => {
    const made = pasted(flow, island().kinds, clip, spot);
    entry = made.entry;
    return made.flow;
  });
  useHand.setState({ inserting: null });
  if (entry) stand(entry);
  announce(w(`已粘贴 ${clip.steps.length} 步`, `${clip.steps.length} pasted`));
}

export function duplicate(key: string): void {
  const clip = clipOf(flowNow(), graphNow(), new Set([key]));
  const spot = behind(graphNow(), key);
  if (clip && spot) paste(clip, spot);
}

/** Removes all steps that are chosen, each alone, after they were copied. */
export function cut(): void {
  const { current, also } = hand();
  const keys = [...new Set([...also, current])].filter((each) => each !== TRIGGER);
  const label = { zh: "剪切步骤", en: "Cut steps" };
  change(label, (flow) => keys.reduce((now, key) => removeAlone(now, island().kinds, key), flow));
  useHand.setState({ what: null, also: new Set() });
  stand(TRIGGER);
  offerUndo(w(`已剪切 ${keys.length} 步`, `${keys.length} cut`));
}

export function addNote(step: string | null): void {
  let key = "";
  change({ zh: "添加便签", en: "Add a note" }, (flow) => {
    key = freshKey("note", keysOf(flow, "notes"));
    const note: JsonObject = { key, text: { zh: "", en: "" }, ...(step ? { step } : {}) };
    return { ...flow, notes: [...listOf(flow.notes), note] };
  });
  if (key) useHand.setState({ what: { note: key } });
}

function eachNote(
  flow: JsonObject,
  key: string,
  next: (note: JsonObject) => JsonObject | null,
): JsonObject {
  const notes = listOf(flow.notes).flatMap((each) => {
    if (!isObject(each) || each.key !== key) return [each];
    const changed = next(each);
    return changed ? [changed] : [];
  });
  return set(flow, "notes", notes.length > 0 ? notes : undefined);
}

export function writeNote(key: string, text: string, tongue: "zh" | "en"): void {
  change(
    { zh: "写便签", en: "Write a note" },
    (flow) =>
      eachNote(flow, key, (note) => ({ ...note, text: { ...wordsOf(note.text), [tongue]: text } })),
    `note/${key}`,
  );
}

export function moveNote(key: string, step: string | null): void {
  change({ zh: "移动便签", en: "Move a note" }, (flow) =>
    eachNote(flow, key, (note) => set(note, "step", step ?? undefined)),
  );
}

export function removeNote(key: string): void {
  change({ zh: "删除便签", en: "Delete a note" }, (flow) => eachNote(flow, key, () => null));
  useHand.setState({ what: null });
  offerUndo(w("已删除便签", "The note is deleted"));
}
