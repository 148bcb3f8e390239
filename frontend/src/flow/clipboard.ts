// Steps that are chosen, copied, cut, pasted, switched and removed together.

import { isObject, type Json } from "../shared/json";
import { announce } from "../shared/ui/toast";
import { offerUndo } from "../shared/undoing";
import { t, type Words, w } from "../shared/words";
import { change, nextSpot, set } from "./actions";
import { type Clip, clipOf, paste as pasted } from "./model/clips";
import { behind, changeStep, exitOf, removeAlone } from "./model/edits";
import { ledTo } from "./model/graph";
import { listOf, type Spot, TRIGGER, textOf } from "./model/reading";
import { chosenKeys, flowNow, graphNow, island, stand, useHand } from "./state";

const CLIP = "rungs:steps";

/** Gives the steps that are chosen, as text that can be pasted into any automation. */
export function copied(): string | null {
  const clip = clipOf(flowNow(), graphNow(), new Set(chosenKeys()));
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

/** Puts a copy of what is chosen behind the last of it. */
export function duplicateChosen(): void {
  const keys = new Set(chosenKeys());
  const graph = graphNow();
  const clip = clipOf(flowNow(), graph, keys);
  const spot = clip && (exitOf(graph, clip.entry, keys) ?? behind(graph, clip.entry));
  if (clip && spot) paste(clip, spot);
}

/** Copies what is chosen to where other automations and programs find it. */
export function copyChosen(): void {
  const text = copied();
  if (text) void navigator.clipboard?.writeText(text).catch(() => undefined);
}

/** Removes all steps that are chosen, each alone, after they were copied. */
export function cut(): void {
  take({ zh: "剪切步骤", en: "Cut steps" }, (n) => w(`已剪切 ${n} 步`, `${n} cut`));
}

/** Removes all steps that are chosen at once; what led to them goes on behind them. */
export function removeChosen(): void {
  take({ zh: "删除所选步骤", en: "Delete what is chosen" }, (n) =>
    w(`已删除 ${n} 步`, `${n} deleted`),
  );
}

function take(label: Words, said: (count: number) => string): void {
  const keys = chosenKeys();
  if (keys.length === 0) return;
  const up = firstAbove(new Set(keys));
  change(label, (flow) => keys.reduce((now, key) => removeAlone(now, island().kinds, key), flow));
  useHand.setState({ what: null, also: new Set(), removing: null });
  stand(up);
  offerUndo(said(keys.length));
}

/** Finds the card above the first of some steps that stays where it is. */
function firstAbove(gone: ReadonlySet<string>): string {
  const graph = graphNow();
  const seen = new Set<string>();
  let key = graph.order.find((each) => gone.has(each)) ?? TRIGGER;
  while (gone.has(key) && !seen.has(key)) {
    seen.add(key);
    key = ledTo(graph, key)[0]?.from ?? TRIGGER;
  }
  return gone.has(key) ? TRIGGER : key;
}

/** Turns all steps that are chosen off, or on again where all of them are off. */
export function toggleChosen(): void {
  const keys = new Set(chosenKeys());
  const off = [...keys].every((key) => graphNow().nodes.get(key)?.step.off);
  const label = off
    ? { zh: `启用 ${keys.size} 步`, en: `Turn ${keys.size} on` }
    : { zh: `停用 ${keys.size} 步`, en: `Turn ${keys.size} off` };
  change(label, (flow) =>
    [...keys].reduce(
      (now, key) => changeStep(now, key, (step) => set(step, "off", off ? undefined : true)),
      flow,
    ),
  );
  announce(t(label));
}
