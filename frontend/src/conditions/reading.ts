// From JSON-Logic to what is edited. What does not come back exactly as it was is kept as it is.

import type { OperatorOffered, Slot } from "../generated/conditions";
import { isList, isObject, type Json } from "../shared/json";
import { type Catalogue, ITSELF, type Source } from "./catalogue";
import {
  bare,
  type Call,
  fresh,
  type Group,
  type Item,
  literal,
  type Part,
  type Raw,
  type Row,
  raw,
  type Spelling,
  USUAL,
} from "./model";
import { same } from "./same";
import { write } from "./writing";

/** Reads a condition as the content of an editor; null is a condition that asks nothing. */
export function read(logic: Json, catalogue: Catalogue, source: Source = ITSELF): Group {
  const found = new Reader(catalogue, source).root(logic);
  return same(write(found), logic) ? found : bare([raw(logic)]);
}

/** Reads a value that is computed. */
export function readOperand(logic: Json, catalogue: Catalogue, source: Source): Call | Raw {
  const found = new Reader(catalogue, source).operand(logic);
  return same(write(found), logic) ? found : raw(logic);
}

/** Reads one item of a group. */
export function readItem(logic: Json, catalogue: Catalogue, source: Source): Item {
  const found = new Reader(catalogue, source).condition(logic);
  return same(write(found), logic) ? found : raw(logic);
}

interface Written {
  readonly operator: string;
  readonly given: readonly Json[];
  readonly listed: boolean;
}

function operation(logic: Json): Written | null {
  if (!isObject(logic)) return null;
  const keys = Object.keys(logic);
  const [operator] = keys;
  if (operator === undefined || keys.length !== 1) return null;
  const given = logic[operator] as Json;
  return isList(given)
    ? { operator, given, listed: true }
    : { operator, given: [given], listed: false };
}

class Reader {
  constructor(
    readonly catalogue: Catalogue,
    readonly source: Source,
  ) {}

  root(logic: Json, empty: Json = null): Group {
    if (logic === empty) return bare([], empty);
    const item = this.condition(logic);
    return item.kind === "group" ? item : bare([item], empty);
  }

  condition(logic: Json): Item {
    const written = operation(logic);
    if (written === null) return raw(logic);
    if (written.operator === "and" || written.operator === "or") return this.joined(written);
    if (written.operator === "!" && written.given.length === 1) return this.negated(written);
    return this.rule(written, null) ?? this.plainly(logic, null) ?? raw(logic);
  }

  joined({ operator, given, listed }: Written): Group {
    const items = given.map((each) => this.condition(each));
    const mode = operator === "and" ? "all" : "any";
    return { kind: "group", id: fresh(), mode, items, spelling: { ...USUAL, listed } };
  }

  negated({ given, listed: notListed }: Written): Item {
    const [inner = null] = given;
    const written = operation(inner);
    if (written?.operator === "or") {
      const { items, spelling } = this.joined(written);
      return none(items, { ...spelling, notListed });
    }
    const not = { listed: notListed };
    const found = (written && this.rule(written, not)) ?? this.plainly(inner, not);
    return found ?? none([this.condition(inner)], { ...USUAL, notListed, joined: false });
  }

  /** Reads a rule; with `not`, one that has a name for its opposite. */
  rule(written: Written, not: Call["not"]): Call | null {
    return this.used(written, "rule", not);
  }

  /** Reads a value that is a rule by itself: a field that is yes or no. */
  plainly(logic: Json, not: Call["not"]): Call | null {
    const offer = this.catalogue.bare;
    if (offer === undefined) return null;
    const found = this.operand(logic);
    if (found.kind === "raw") return null;
    return { kind: "call", id: fresh(), offer, parts: [found], listed: false, not };
  }

  operand(logic: Json): Call | Raw {
    const written = operation(logic);
    return (written && this.used(written, "operand", null)) ?? raw(logic);
  }

  used(written: Written, role: OperatorOffered["role"], not: Call["not"]): Call | null {
    const ways = this.catalogue
      .ways(written.operator, this.source)
      .filter((offer) => offer.role === role && !offer.bare && (!not || offer.negated !== null));
    // What a rule is about is computed; only if no way of reading it says so is it a literal.
    for (const computed of [true, false]) {
      for (const offer of ways) {
        const parts = this.parts(offer.slots, written.given, computed);
        if (parts) {
          return { kind: "call", id: fresh(), offer, parts, listed: written.listed, not };
        }
      }
    }
    return null;
  }

  parts(slots: readonly Slot[], given: readonly Json[], computed: boolean): (Part | null)[] | null {
    const parts: (Part | null)[] = [];
    let next = 0;
    for (const slot of slots) {
      if (slot.spread) {
        const rows = this.rows(slot, given.slice(next), computed);
        if (rows === null || rows.length === 0) return null;
        parts.push({ kind: "rows", rows });
        next = given.length;
        continue;
      }
      const found = next < given.length ? given[next] : undefined;
      const part = found === undefined ? null : this.part(slot, found, parts, computed);
      if (part) next += 1;
      else if (!slot.optional || (found !== undefined && slot.shape !== "window")) return null;
      parts.push(part);
    }
    return next === given.length ? parts : null;
  }

  rows(slot: Slot, given: readonly Json[], computed: boolean): Row[] | null {
    const rows: Row[] = [];
    for (const each of given) {
      const parts = isList(each) ? this.parts(slot.slots, each, computed) : null;
      if (parts === null) return null;
      rows.push({ id: fresh(), parts });
    }
    return rows;
  }

  part(slot: Slot, given: Json, before: readonly (Part | null)[], computed: boolean): Part | null {
    switch (slot.shape) {
      case "operand":
        return isObject(given) ? this.operand(given) : computed ? null : plainly(given);
      case "value":
        return isObject(given) ? this.operand(given) : plainly(given);
      case "values":
        if (isObject(given)) return this.operand(given);
        return isList(given) && given.every((each) => plainly(each)) ? literal(given) : null;
      case "number":
        if (isObject(given)) return this.operand(given);
        return typeof given === "number" ? literal(given) : null;
      case "word":
        return slot.words.some((word) => word.key === given) ? literal(given) : null;
      case "name":
        return typeof given === "string" && given !== "" ? literal(given) : null;
      case "records":
        return typeof given === "string" && this.records(given) ? literal(given) : null;
      case "record_field":
        return typeof given === "string" && this.recordField(given) ? literal(given) : null;
      case "window":
      case "text":
      case "ladder":
        return typeof given === "string" ? literal(given) : null;
      case "title":
        return typeof given === "string" || isPair(given) ? literal(given) : null;
      case "condition":
        return this.inside(slot, before).root(given, slot.optional ? null : true);
      case "parts": {
        const rows = isList(given) ? this.rows(slot, given, computed) : null;
        return rows && { kind: "rows", rows };
      }
    }
  }

  inside(slot: Slot, before: readonly (Part | null)[]): Reader {
    const source = sourceOf(slot, before);
    return source === null ? this : new Reader(this.catalogue, source);
  }

  records(name: string): boolean {
    return name !== ITSELF && this.catalogue.source(name) !== undefined;
  }

  recordField(name: string): boolean {
    const [records = "", field = ""] = name.split(".", 2);
    return field !== "" && this.records(records);
  }
}

function none(items: readonly Item[], spelling: Spelling): Group {
  return { kind: "group", id: fresh(), mode: "none", items, spelling };
}

function plainly(given: Json): Part | null {
  return typeof given === "object" && given !== null ? null : literal(given);
}

function isPair(given: Json): boolean {
  return isList(given) && given.length === 2 && given.every((each) => typeof each === "string");
}

/** Says whose records a nested condition is about; null where it is about the same record. */
export function sourceOf(slot: Slot, parts: readonly (Part | null)[]): Source | null {
  if (slot.rows_of === null) return null;
  const named = parts[slot.rows_of];
  const name = named?.kind === "literal" ? named.value : null;
  return typeof name === "string" ? (name.split(".", 1)[0] ?? null) : null;
}
