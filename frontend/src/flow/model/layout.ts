// Where everything stands: a tree from top to bottom, ways side by side, meeting again below.

import { type Graph, type Node, wayId } from "./graph";
import { apart, Outline, STRIPE } from "./outline";
import { NEXT, type Note, type Spot, START, TRIGGER, type Way } from "./reading";

export const CARD = { width: 264, height: 84 };
export const NOTE = { width: 168, height: 76 };
const SIDE = { width: 132, height: 28 };
const GAP = { across: 40, down: 72, branches: 108, join: 84 };
const LANE = 66;
const RETURN = 22;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Line {
  readonly id: string;
  readonly spot: Spot;
  readonly to: string | null;
  readonly points: readonly Point[];
  readonly sort: "on" | "open" | "back" | "side";
}

/** The plus of a way with its label; at the end of an open way it stands for what is to come. */
export interface Opening extends Point {
  readonly id: string;
  readonly spot: Spot;
  readonly way: Way;
  readonly sort: Line["sort"];
  /** Whether the way is named: the only one of a step is not. */
  readonly named: boolean;
}

export interface Layout {
  /** Middle of the upper edge of each card; the trigger has no key. */
  readonly cards: ReadonlyMap<string, Point>;
  readonly lines: readonly Line[];
  readonly openings: readonly Opening[];
  /** Upper left corner of each note. */
  readonly notes: ReadonlyMap<string, Point>;
}

interface Column {
  readonly way: Way;
  readonly sort: "step" | "open" | "lane" | "back";
  readonly box: Box;
}

interface Box {
  readonly outline: Outline;
  readonly height: number;
  readonly columns: readonly (Column & { readonly x: number })[];
  readonly joins: readonly string[];
  /** How far below the card its ways end. */
  readonly foot: number;
}

/** Ways beside the usual one that lead nowhere hang at the side of the card. */
function isAside(node: Node, way: Way): boolean {
  return node.ways[0]?.key === NEXT && way.key !== NEXT && way.to === null;
}

class Drawing {
  readonly cards = new Map<string, Point>();
  readonly lines: Line[] = [];
  readonly openings: Opening[] = [];
  readonly notes = new Map<string, Point>();
  readonly #boxes = new Map<string, Box>();
  readonly #joins = new Map<string, string[]>();
  readonly #returned = new Map<string, number>();
  readonly #used = new Map<string, number>();
  #late: (() => void)[] = [];

  constructor(
    readonly graph: Graph,
    readonly noted: ReadonlyMap<string, readonly Note[]>,
  ) {
    for (const key of graph.order) {
      const up = graph.above.get(key);
      if (graph.joins.has(key) && up !== undefined) {
        this.#joins.set(up, [...(this.#joins.get(up) ?? []), key]);
      }
      for (const way of graph.nodes.get(key)?.ways ?? []) {
        if (way.to === null || !graph.back.has(wayId(key, way.key))) continue;
        this.#returned.set(way.to, (this.#returned.get(way.to) ?? 0) + 1);
      }
    }
  }

  box(key: string): Box {
    const known = this.#boxes.get(key);
    if (known) return known;
    const box = this.#measured(key);
    this.#boxes.set(key, box);
    return box;
  }

  #measured(key: string): Box {
    const node = this.graph.nodes.get(key);
    const ways = node?.ways ?? [];
    const aside = node ? ways.filter((each) => isAside(node, each)) : [];
    const columns = spread(
      ways.filter((each) => !aside.includes(each)).map((way) => this.#column(key, way)),
      ways[0]?.key === NEXT,
    );
    const outline = new Outline();
    const half = CARD.width / 2;
    const notes = this.noted.get(key)?.length ?? 0;
    outline.add(0, CARD.height, -half, half + (aside.length > 0 ? SIDE.width + 24 : 0));
    outline.add(0, notes * (NOTE.height + 8), -half - NOTE.width - 16, -half);
    const top = CARD.height + gapOf(columns);
    const ends = columns.map((each) => each.x);
    if (columns.length > 1) outline.add(CARD.height, top, Math.min(...ends), Math.max(...ends));
    for (const { x, box } of columns) outline.join(box.outline, x, top);
    const foot = Math.max(outline.height, CARD.height);
    let height = foot;
    const joins = this.#joins.get(key) ?? [];
    for (const each of joins) {
      const [left, right] = outline.tail ?? [0, 0];
      outline.add(height - STRIPE, height + GAP.join, Math.min(left, 0), Math.max(right, 0));
      height += GAP.join;
      outline.tail = null;
      outline.join(this.box(each).outline, 0, height);
      height += this.box(each).height;
    }
    const returns = this.#returned.get(key) ?? 0;
    if (returns > 0) {
      // Ways back run along the whole of what stands below.
      const [left, right] = outline.sides;
      outline.add(0, height, left, right + returns * RETURN);
    }
    return { outline, height: Math.max(height, outline.height), columns, joins, foot };
  }

  #column(key: string, way: Way): Column {
    const taken = (height: number, half = LANE): Box => {
      const outline = new Outline();
      outline.add(0, height, -half, half);
      return { outline, height, columns: [], joins: [], foot: 0 };
    };
    if (way.to === null || !this.graph.nodes.has(way.to)) {
      return { way, sort: "open", box: taken(36) };
    }
    if (this.graph.back.has(wayId(key, way.key))) return { way, sort: "back", box: taken(60, 76) };
    if (!this.graph.joins.has(way.to)) return { way, sort: "step", box: this.box(way.to) };
    const lane = taken(24);
    lane.outline.tail = [-12, 12];
    return { way, sort: "lane", box: lane };
  }

  place(key: string, at: Point): void {
    this.cards.set(key, at);
    const box = this.box(key);
    const node = this.graph.nodes.get(key);
    this.#besides(key, at, node);
    let y = at.y + box.foot;
    for (const each of box.joins) {
      y += GAP.join;
      this.cards.set(each, { x: at.x, y });
      y += this.box(each).height;
    }
    const named = box.columns.length > 1 || node?.ways[0]?.key !== NEXT;
    const top = at.y + CARD.height + gapOf(box.columns);
    for (const column of box.columns) this.#way(key, at, column, { top, named });
    for (const each of box.joins) this.place(each, this.cards.get(each) ?? at);
  }

  #way(
    key: string,
    at: Point,
    { way, sort, box, x: shift }: Column & { readonly x: number },
    { top, named }: { readonly top: number; readonly named: boolean },
  ): void {
    const x = at.x + shift;
    const spot = { from: key, way: way.key };
    const id = wayId(key, way.key);
    const bar = at.y + CARD.height + 26;
    const out = { x: at.x, y: at.y + CARD.height };
    const head = shift === 0 ? [out] : [out, { x: at.x, y: bar }, { x, y: bar }];
    const plus = (y: number, how: Line["sort"]) =>
      this.openings.push({ id, spot, way, x, y, named, sort: how });
    if (sort === "open") {
      this.lines.push({ id, spot, to: null, points: [...head, { x, y: top }], sort: "open" });
      plus(top, "open");
    } else if (sort === "step" && way.to !== null) {
      this.lines.push({ id, spot, to: way.to, points: [...head, { x, y: top }], sort: "on" });
      plus(top - 30, "on");
      this.place(way.to, { x, y: top });
    } else if (sort === "lane" && way.to !== null) {
      const to = this.cards.get(way.to) ?? at;
      const meets = to.y - 30;
      const tail = [{ x, y: meets }, { x: to.x, y: meets }, to];
      this.lines.push({ id, spot, to: way.to, points: [...head, ...tail], sort: "on" });
      plus(top - 30 + (named ? 0 : 4), "on");
    } else if (way.to !== null) {
      plus(top, "back");
      this.#late.push(() => this.#back({ id, spot, to: way.to ?? "", head, x, y: top, box }));
    }
  }

  /** Draws a way that goes back, once everything has its place. */
  #back(way: {
    readonly id: string;
    readonly spot: Spot;
    readonly to: string;
    readonly head: readonly Point[];
    readonly x: number;
    readonly y: number;
    readonly box: Box;
  }): void {
    const to = this.cards.get(way.to);
    if (!to) return;
    const used = this.#used.get(way.to) ?? 0;
    this.#used.set(way.to, used + 1);
    const side = to.x + this.box(way.to).outline.sides[1] - RETURN * used - 6;
    const low = way.y + way.box.height;
    const into = { x: to.x + CARD.width / 2, y: to.y + CARD.height / 2 + used * 8 };
    const tail = [{ x: way.x, y: low }, { x: side, y: low }, { x: side, y: into.y }, into];
    const points = [...way.head, ...tail];
    this.lines.push({ id: way.id, spot: way.spot, to: way.to, points, sort: "back" });
  }

  /** Places what stands beside a card: its notes at the left, ways that lead nowhere at the right. */
  #besides(key: string, at: Point, node: Node | undefined): void {
    const x = at.x - CARD.width / 2 - NOTE.width - 16;
    this.noted.get(key)?.forEach((each, n) => {
      this.notes.set(each.key, { x, y: at.y + n * (NOTE.height + 8) });
    });
    const aside = node ? node.ways.filter((each) => isAside(node, each)) : [];
    aside.forEach((way, n) => {
      const id = wayId(key, way.key);
      const spot = { from: key, way: way.key };
      const y = at.y + 22 + n * (SIDE.height + 6);
      const from = { x: at.x + CARD.width / 2, y };
      const to = { x: from.x + 24, y };
      this.lines.push({ id, spot, to: null, points: [from, to], sort: "side" });
      this.openings.push({ id, spot, way, ...to, named: true, sort: "side" });
    });
  }

  finish(): void {
    for (const each of this.#late) each();
    this.#late = [];
  }
}

function gapOf(columns: readonly { readonly way: Way }[]): number {
  const plain = columns.length === 1 && columns[0]?.way.key === NEXT;
  return plain ? GAP.down : GAP.branches;
}

/** Puts columns side by side; the usual way goes straight on, choices stand around the middle. */
function spread(columns: readonly Column[], straight: boolean): (Column & { x: number })[] {
  const all = new Outline();
  const placed = columns.map((each, n) => {
    const x = n === 0 ? 0 : Math.max(apart(all, each.box.outline, GAP.across), 2 * LANE);
    all.join(each.box.outline, x, 0);
    return { ...each, x };
  });
  const middle = straight ? 0 : (placed.at(-1)?.x ?? 0) / 2;
  return placed.map((each) => ({ ...each, x: each.x - middle }));
}

/** Gives everything its place. */
export function layoutOf(graph: Graph, notes: readonly Note[]): Layout {
  const noted = new Map<string, Note[]>();
  for (const each of notes) {
    const beside = each.step !== null && graph.nodes.has(each.step) ? each.step : TRIGGER;
    noted.set(beside, [...(noted.get(beside) ?? []), each]);
  }
  const drawing = new Drawing(graph, noted);
  const first = { key: NEXT, label: { zh: "", en: "" }, to: graph.start };
  const origin = { x: 0, y: 0 };
  const top = { x: 0, y: CARD.height + GAP.down };
  const begins = { id: wayId(TRIGGER, NEXT), spot: START };
  const points = [{ x: 0, y: CARD.height }, top];
  drawing.cards.set(TRIGGER, origin);
  noted.get(TRIGGER)?.forEach((each, n) => {
    const x = -CARD.width / 2 - NOTE.width - 16;
    drawing.notes.set(each.key, { x, y: n * (NOTE.height + 8) });
  });
  const sort = graph.start === null ? "open" : "on";
  drawing.lines.push({ ...begins, to: graph.start, points, sort });
  const y = graph.start === null ? top.y : top.y - 30;
  drawing.openings.push({ ...begins, way: first, x: 0, y, named: false, sort });
  let right = CARD.width / 2;
  for (const [n, root] of graph.roots.entries()) {
    const [left, most] = drawing.box(root).outline.sides;
    const x = n === 0 && graph.start !== null ? 0 : right + GAP.across * 2 - left;
    drawing.place(root, { x, y: top.y });
    right = Math.max(right, x + most);
  }
  drawing.finish();
  const { cards, lines, openings, notes: placed } = drawing;
  return { cards, lines, openings, notes: placed };
}
