// Everything that may be compared, as a list one can search.

import type { FieldOffered, Kind, OperatorOffered } from "../generated/conditions";
import { t, w } from "../shared/words";
import { fieldOperand, operandOf } from "./building";
import { type Catalogue, ITSELF, type Source } from "./catalogue";
import { sortOf } from "./kinds";
import { literal, type Part } from "./model";

export interface Entry {
  readonly key: string;
  readonly group: string;
  readonly label: string;
  /** Further words it is found by: the other language, its key. */
  readonly found: string;
  readonly note: string;
  readonly make: () => Part;
}

/** What is wanted: values of some kinds, or anything a rule may be about. */
export interface Want {
  readonly kinds: readonly Kind[] | null;
  readonly records: boolean;
}

const lists = new WeakMap<Catalogue, Map<string, readonly Entry[]>>();

export function entries(catalogue: Catalogue, source: Source, want: Want): readonly Entry[] {
  const byWant = lists.get(catalogue) ?? new Map<string, readonly Entry[]>();
  lists.set(catalogue, byWant);
  const name = `${source} ${want.kinds?.join(",") ?? "*"} ${want.records}`;
  const known = byWant.get(name);
  if (known) return known;
  const made = [...make(catalogue, source, want)];
  byWant.set(name, made);
  return made;
}

function* make(catalogue: Catalogue, source: Source, want: Want): Generator<Entry> {
  const takes = (kind: Kind) => want.kinds === null || want.kinds.includes(kind);
  const here = catalogue.source(source);
  for (const field of here?.fields ?? []) {
    if (takes(field.kind)) {
      yield fieldEntry(field, t(field.group ?? here?.label ?? null), catalogue, source);
    }
  }
  const offers = catalogue.offers("operand", source);
  if (source === ITSELF) {
    for (const each of catalogue.palette.sources) {
      if (each.key !== ITSELF) yield* recordEntries(each.key, offers, catalogue, want);
    }
  }
  for (const section of catalogue.palette.sections) {
    for (const offer of offers) {
      if (offer.section !== section.key || namesRecords(offer) || offer.alone) continue;
      if (!takesOutcome(offer, want, catalogue, source)) continue;
      yield {
        key: `${offer.operator} ${offer.slots.length} ${t(offer.label)}`,
        group: t(section.label),
        label: t(offer.label),
        found: words(offer.label, offer.operator),
        note: "",
        make: () => operandOf(offer, catalogue, source),
      };
    }
  }
  for (const parameter of catalogue.palette.parameters) {
    if (takes(parameter.kind)) {
      yield fieldEntry(parameter, w("参数", "Parameters"), catalogue, source);
    }
  }
}

function fieldEntry(
  field: FieldOffered,
  group: string,
  catalogue: Catalogue,
  source: Source,
): Entry {
  return {
    key: `${source}.${field.name}`,
    group,
    label: t(field.label),
    found: words(field.label, field.name),
    note: t(field.note),
    make: () => fieldOperand(field.name, catalogue) ?? literal(null),
  };
}

function* recordEntries(
  records: string,
  offers: readonly OperatorOffered[],
  catalogue: Catalogue,
  want: Want,
): Generator<Entry> {
  const source = catalogue.source(records);
  if (!source) return;
  const group = w(`指标 · ${t(source.label)}`, `Metrics · ${t(source.label)}`);
  for (const offer of offers) {
    const [slot] = offer.slots;
    if (slot?.shape === "records") {
      const made = () => operandOf(offer, catalogue, ITSELF, literal(records));
      if (!fits(made(), want, catalogue)) continue;
      yield {
        key: `${offer.operator} ${records}`,
        group,
        label: `${t(source.label)} · ${t(offer.label)}`,
        found: `${words(source.label, records)} ${words(offer.label, offer.operator)}`,
        note: "",
        make: made,
      };
    }
    for (const field of slot?.shape === "record_field" ? source.fields : []) {
      if (!slot?.accepts.includes(field.kind)) continue;
      const made = () => operandOf(offer, catalogue, ITSELF, literal(`${records}.${field.name}`));
      if (!fits(made(), want, catalogue)) continue;
      yield {
        key: `${offer.operator} ${records}.${field.name}`,
        group,
        label: `${t(source.label)} · ${t(field.label)} · ${t(offer.label)}`,
        found: [
          words(source.label, records),
          words(field.label, field.name),
          words(offer.label, offer.operator),
        ].join(" "),
        note: "",
        make: made,
      };
    }
  }
  if (want.records && catalogue.offers("rule", ITSELF).some(isOverRecords)) {
    yield {
      key: `records ${records}`,
      group,
      label: w(`${t(source.label)} · 逐条核对`, `${t(source.label)} · one by one`),
      found: words(source.label, records),
      note: "",
      make: () => literal(records),
    };
  }
}

function isOverRecords(offer: OperatorOffered): boolean {
  return offer.slots[offer.subject]?.shape === "records";
}

function namesRecords({ slots }: OperatorOffered): boolean {
  const shape = slots[0]?.shape;
  return shape === "records" || shape === "record_field";
}

function takesOutcome(
  offer: OperatorOffered,
  want: Want,
  catalogue: Catalogue,
  source: Source,
): boolean {
  if (want.kinds === null) return true;
  const sort = sortOf(operandOf(offer, catalogue, source), catalogue, source);
  return sort !== null && want.kinds.includes(sort.kind);
}

function fits(part: Part, want: Want, catalogue: Catalogue): boolean {
  const sort = sortOf(part, catalogue, ITSELF);
  return want.kinds === null || (sort !== null && want.kinds.includes(sort.kind));
}

function words(label: { readonly zh: string; readonly en: string }, key: string): string {
  return `${label.zh} ${label.en} ${key}`.toLowerCase();
}

/** Finds entries by words in either language or by keys, in any order. */
export function search(all: readonly Entry[], text: string): readonly Entry[] {
  const wanted = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return wanted.length === 0
    ? all
    : all.filter(({ found, group }) => {
        const within = `${found} ${group.toLowerCase()}`;
        return wanted.every((word) => within.includes(word));
      });
}
