// Thresholds of a ladder on one axis: what tiers compare the same metric with.

import {
  at,
  equal,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type Path,
  put,
} from "../../shared/json";
import { listAt, numberOf, objectOf, textOf } from "./reading";

/** A number in the document that a metric is held against. */
export interface Bound {
  /** Where the number is, from the root of the document. */
  readonly at: Path;
  readonly value: number | null;
  /** The parameter that holds it, by its place. */
  readonly parameter: number | null;
}

export interface Threshold {
  readonly tier: number;
  readonly from: Bound | null;
  /** What the metric must not exceed; few tiers have it. */
  readonly upTo: Bound | null;
  /** Whether the tier asks for more than this metric. */
  readonly alone: boolean;
}

export interface Compared {
  readonly metric: JsonObject;
  readonly from: Bound | null;
  readonly upTo: Bound | null;
}

export interface Axis {
  readonly metric: JsonObject;
  readonly thresholds: readonly Threshold[];
  /** Tiers with a condition that says nothing about the metric. */
  readonly others: readonly number[];
}

const PARAMETER = "parameter.";

function parameterOf(operand: Json | undefined): string | null {
  const name = isObject(operand) ? operand.var : undefined;
  return typeof name === "string" && name.startsWith(PARAMETER)
    ? name.slice(PARAMETER.length)
    : null;
}

function isMetric(operand: Json | undefined): operand is JsonObject {
  return isObject(operand) && parameterOf(operand) === null;
}

class Finder {
  constructor(private readonly document: Json) {}

  bound(operand: Json | undefined, path: Path): Bound | null {
    if (typeof operand === "number") return { at: path, value: operand, parameter: null };
    const key = parameterOf(operand);
    if (key === null) return null;
    const parameters = listAt(this.document, ["parameters"]);
    const n = parameters.findIndex((each) => textOf(objectOf(each).key) === key);
    if (n < 0) return null;
    const place = ["parameters", n, "value"];
    return { at: place, value: numberOf(at(this.document, place)), parameter: n };
  }

  /** Gives what holds of every member who meets the condition: the parts of its outermost `and`s. */
  *compared(rule: Json | undefined, path: Path): Generator<Compared | null> {
    const [entry, ...more] = Object.entries(objectOf(rule));
    if (!entry || more.length > 0) {
      yield null;
      return;
    }
    const [operator, given] = entry;
    const all = isList(given) ? given : [given];
    const place = (n: number): Path =>
      isList(given) ? [...path, operator, n] : [...path, operator];
    if (operator === "and") {
      for (const [n, each] of all.entries()) yield* this.compared(each, place(n));
      return;
    }
    yield this.#comparison(operator, all, place);
  }

  #comparison(operator: string, all: readonly Json[], place: (n: number) => Path): Compared | null {
    const [first, second, third] = all;
    const bound = (n: number) => this.bound(all[n], place(n));
    if (operator === "between" && isMetric(first)) {
      return { metric: first, from: bound(1), upTo: bound(2) };
    }
    const up = operator === ">=" || operator === ">" || operator === "goal";
    const down = operator === "<=" || operator === "<";
    if (operator !== "goal" && third !== undefined) {
      if (down && isMetric(second)) return { metric: second, from: bound(0), upTo: bound(2) };
      return null;
    }
    if (up && isMetric(first)) return some(first, bound(1), null);
    if (down && isMetric(first)) return some(first, null, bound(1));
    if (down && isMetric(second)) return some(second, bound(0), null);
    if (up && isMetric(second)) return some(second, null, bound(0));
    return null;
  }
}

function some(metric: JsonObject, from: Bound | null, upTo: Bound | null): Compared | null {
  return from || upTo ? { metric, from, upTo } : null;
}

/** Gives an axis for each metric that a tier asks for at least so much of; the commonest first. */
export function axesOf(document: Json, ladder: number): readonly Axis[] {
  const tiers = listAt(document, ["ladders", ladder, "tiers"]);
  const finder = new Finder(document);
  const parts = tiers.map((tier, n) => {
    const { condition } = objectOf(tier);
    if (condition === undefined || condition === null) return null;
    return [...finder.compared(condition, ["ladders", ladder, "tiers", n, "condition"])];
  });
  const metrics: JsonObject[] = [];
  for (const each of parts.flatMap((some) => some ?? [])) {
    if (each?.from && !metrics.some((known) => equal(known, each.metric)))
      metrics.push(each.metric);
  }
  const axes = metrics.map((metric) => axisOf(metric, parts));
  return axes.toSorted((one, other) => other.thresholds.length - one.thresholds.length);
}

function axisOf(metric: JsonObject, parts: readonly (readonly (Compared | null)[] | null)[]): Axis {
  const thresholds: Threshold[] = [];
  const others: number[] = [];
  for (const [tier, some] of parts.entries()) {
    if (some === null) continue;
    const mine = some.filter((each) => each !== null && equal(each.metric, metric));
    const from = mine.find((each) => each?.from)?.from ?? null;
    const upTo = mine.find((each) => each?.upTo)?.upTo ?? null;
    if (from || upTo) thresholds.push({ tier, from, upTo, alone: mine.length === some.length });
    else others.push(tier);
  }
  return { metric, thresholds, others };
}

/** Gives the document with the same thresholds, dealt out so that they rise. */
export function inOrder(document: Json, { thresholds }: Axis): Json {
  const bounds = thresholds.flatMap(({ from }) => (from?.value === null || !from ? [] : [from]));
  const places = new Map(bounds.map((each) => [each.at.join("/"), each]));
  const values = [...places.values()].map((each) => each.value ?? 0);
  const rising = values.toSorted((one, other) => one - other);
  return [...places.values()].reduce((now, each, n) => put(now, each.at, rising[n]), document);
}

export type Flag =
  | { readonly sort: "below" | "same" | "overlap"; readonly other: number }
  | { readonly sort: "gap"; readonly other: number; readonly from: number; readonly to: number };

/** Says of each tier how its threshold stands to the one below or above, where that is odd. */
export function flagsOf({ thresholds }: Axis): ReadonlyMap<number, Flag> {
  const flags = new Map<number, Flag>();
  for (const [n, each] of thresholds.entries()) {
    const below = thresholds[n - 1];
    const above = thresholds[n + 1];
    const mine = each.from?.value ?? null;
    const lower = below?.from?.value ?? null;
    const end = each.upTo?.value ?? null;
    const next = above?.from?.value ?? null;
    if (below && mine !== null && lower !== null && mine < lower) {
      flags.set(each.tier, { sort: "below", other: below.tier });
    } else if (below && mine !== null && mine === lower && each.alone && below.alone) {
      flags.set(each.tier, { sort: "same", other: below.tier });
    } else if (above && end !== null && next !== null && end < next) {
      flags.set(each.tier, { sort: "gap", other: above.tier, from: end, to: next });
    } else if (above && end !== null && next !== null && end > next) {
      flags.set(each.tier, { sort: "overlap", other: above.tier });
    }
  }
  return flags;
}

/** Gives how far a step goes at a value: about a tenth of its size, never less than `least`. */
function stepAt(value: number, least: number): number {
  if (value <= 0) return least;
  return Math.max(least, 10 ** (Math.floor(Math.log10(value)) - 1));
}

/** Gives the nicest number near a value. */
export function snap(value: number, least: number): number {
  if (value <= 0) return 0;
  const step = stepAt(value, least);
  return tidy(Math.round(value / step) * step);
}

function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

/** Moves a value by steps of its own size. */
export function stepped(value: number, steps: number, least: number): number {
  const away = steps < 0 && value > 0 ? value * (1 - 1e-9) : value;
  const step = stepAt(away, least);
  return Math.max(0, tidy(Math.round((value + steps * step) / step) * step));
}

/** Where values stand between 0 and 1: evenly, or close together where they differ in size. */
export class Scale {
  readonly most: number;
  readonly #bend: number | null;

  constructor(values: readonly number[]) {
    const positive = values.filter((each) => each > 0);
    const highest = positive.length > 0 ? Math.max(...positive) : 100;
    const lowest = positive.length > 0 ? Math.min(...positive) : 100;
    this.#bend = highest / lowest > 12 ? lowest : null;
    this.most = this.#bend === null ? highest * 1.25 : highest * 2;
  }

  place(value: number): number {
    const within = Math.min(Math.max(value, 0), this.most);
    if (this.#bend === null) return within / this.most;
    return Math.log1p(within / this.#bend) / Math.log1p(this.most / this.#bend);
  }

  value(place: number): number {
    const within = Math.min(Math.max(place, 0), 1);
    if (this.#bend === null) return within * this.most;
    return this.#bend * Math.expm1(within * Math.log1p(this.most / this.#bend));
  }

  /** Gives round numbers that stand at least so far apart. */
  ticks(apart: number): readonly number[] {
    const found = [0];
    const size = 10 ** Math.floor(Math.log10(this.most));
    for (const each of this.#round(size)) {
      const place = this.place(each);
      const last = this.place(found.at(-1) ?? 0);
      if (each <= this.most && place - last >= apart && place <= 1) found.push(each);
    }
    return found;
  }

  *#round(size: number): Generator<number> {
    if (this.#bend === null) {
      const step = [size / 10, size / 5, size / 2, size].find((each) => this.most / each <= 8);
      const by = step ?? size;
      for (let n = 1; n * by <= this.most; n += 1) yield tidy(n * by);
      return;
    }
    const first = 10 ** Math.floor(Math.log10(this.#bend));
    for (let power = first; power <= size; power *= 10) {
      yield* [power, 2 * power, 5 * power].map(tidy);
    }
  }
}
