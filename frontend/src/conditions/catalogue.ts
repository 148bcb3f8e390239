// The palette, looked up: which operators there are where, what fields are called, what fits.

import type {
  FieldOffered,
  LadderOffered,
  OperatorOffered,
  Palette,
  Slot,
  SourceOffered,
  WindowForm,
} from "../generated/conditions";

/** Where a condition speaks: about the record itself, or about the records of an object. */
export type Source = string;
export const ITSELF: Source = "";

export class Catalogue {
  readonly palette: Palette;
  readonly #byOperator = new Map<string, OperatorOffered[]>();
  readonly #bare: OperatorOffered | undefined;
  readonly #fields = new Map<string, FieldOffered>();

  constructor(palette: Palette) {
    this.palette = palette;
    for (const offer of palette.operators) {
      const known = this.#byOperator.get(offer.operator) ?? [];
      this.#byOperator.set(offer.operator, [...known, offer]);
    }
    this.#bare = palette.operators.find((offer) => offer.bare);
    for (const source of palette.sources) {
      for (const field of source.fields) this.#fields.set(`${source.key} ${field.name}`, field);
    }
    for (const each of palette.parameters) {
      for (const source of palette.sources) this.#fields.set(`${source.key} ${each.name}`, each);
    }
  }

  /** Gives the same with other fields of the record itself. */
  withFields(fields: readonly FieldOffered[]): Catalogue {
    const sources = this.palette.sources.map((each) =>
      each.key === ITSELF ? { ...each, fields } : each,
    );
    return new Catalogue({ ...this.palette, sources });
  }

  /** The ways of using an operator, also those that are only understood. */
  ways(operator: string, source: Source): readonly OperatorOffered[] {
    const found = this.#byOperator.get(operator) ?? [];
    return source === ITSELF ? found : found.filter((offer) => offer.in_rows);
  }

  get bare(): OperatorOffered | undefined {
    return this.#bare;
  }

  offers(role: OperatorOffered["role"], source: Source): readonly OperatorOffered[] {
    return this.palette.operators.filter(
      (offer) => offer.role === role && offer.listed && (source === ITSELF || offer.in_rows),
    );
  }

  source(key: Source): SourceOffered | undefined {
    return this.palette.sources.find((each) => each.key === key);
  }

  field(source: Source, name: string): FieldOffered | undefined {
    return this.#fields.get(`${source} ${name}`);
  }

  ladder(key: string | null): LadderOffered | undefined {
    const wanted = key ?? this.palette.ladder;
    return this.palette.ladders.find((each) => each.key === wanted);
  }

  window(word: string): { readonly form: WindowForm; readonly count: number | null } | null {
    for (const form of this.palette.windows) {
      if (!form.word.includes("{n}")) {
        if (form.word === word) return { form, count: null };
        continue;
      }
      const [before = "", after = ""] = form.word.split("{n}");
      const middle = word.slice(before.length, word.length - after.length);
      if (`${before}${middle}${after}` === word && /^[1-9]\d{0,4}$/.test(middle)) {
        return { form, count: Number(middle) };
      }
    }
    return null;
  }
}

/** The place of a call that holds its subject. */
export function subjectSlot(offer: OperatorOffered): Slot | undefined {
  return offer.slots[offer.subject];
}
