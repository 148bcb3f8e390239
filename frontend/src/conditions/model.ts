// A condition as it is edited: groups, rules made of what the palette offers, and logic kept as is.

import type { OperatorOffered } from "../generated/conditions";
import type { Json } from "../shared/json";

export type Mode = "all" | "any" | "none";

/** How a group is written; what nobody touches is written as it was found. */
export interface Spelling {
  /** No operator at all: one rule by itself, or nothing, which is then written as `empty`. */
  readonly bare: boolean;
  readonly empty: Json;
  /** Whether the arguments of `and` or `or` stand in a list. */
  readonly listed: boolean;
  /** Of `none`: whether the argument of `!` stands in a list. */
  readonly notListed: boolean;
  /** Of `none`: whether an `or` stands inside of `!`. */
  readonly joined: boolean;
}

export interface Group {
  readonly kind: "group";
  readonly id: string;
  readonly mode: Mode;
  readonly items: readonly Item[];
  readonly spelling: Spelling;
}

/** An operator used in one of the ways the palette offers. */
export interface Call {
  readonly kind: "call";
  readonly id: string;
  readonly offer: OperatorOffered;
  /** One for each place of the offer; null where an optional one is left out. */
  readonly parts: readonly (Part | null)[];
  readonly listed: boolean;
  /** Whether `!` stands around it, and whether its argument stands in a list. */
  readonly not: { readonly listed: boolean } | null;
}

/** Logic that the palette does not offer, kept as it is. */
export interface Raw {
  readonly kind: "raw";
  readonly id: string;
  readonly logic: Json;
}

export interface Literal {
  readonly kind: "literal";
  readonly value: Json;
}

export interface Rows {
  readonly kind: "rows";
  readonly rows: readonly Row[];
}

export interface Row {
  readonly id: string;
  readonly parts: readonly (Part | null)[];
}

export type Item = Group | Call | Raw;
export type Part = Literal | Call | Raw | Group | Rows;
export type Node = Item;

let numbered = 0;

/** Makes a name for a node that no other node of this page has. */
export function fresh(): string {
  numbered += 1;
  return `n${numbered}`;
}

export const USUAL: Spelling = {
  bare: false,
  empty: null,
  listed: true,
  notListed: true,
  joined: true,
};

export function group(mode: Mode, items: readonly Item[] = []): Group {
  return { kind: "group", id: fresh(), mode, items, spelling: USUAL };
}

/** One rule by itself, or none at all. */
export function bare(items: readonly Item[], empty: Json = null): Group {
  return {
    kind: "group",
    id: fresh(),
    mode: "all",
    items,
    spelling: { ...USUAL, bare: true, empty },
  };
}

export function literal(value: Json): Literal {
  return { kind: "literal", value };
}

export function raw(logic: Json): Raw {
  return { kind: "raw", id: fresh(), logic };
}
