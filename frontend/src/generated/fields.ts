// Written by frontend/write_types.py from the answers of the server; not by hand.

import type { Words } from "../shared/words";

export type Group = "text" | "number" | "choice" | "time" | "contact" | "link" | "computed";

export type Look =
  | "line"
  | "paragraph"
  | "number"
  | "money"
  | "percent"
  | "switch"
  | "choice"
  | "tags"
  | "day"
  | "moment"
  | "record"
  | "serial"
  | "computed"
  | "choices"
  | "object"
  | "expression";

export interface OptionChoice {
  readonly key: string;
  readonly label: Words;
}

export interface OptionOffered {
  readonly key: string;
  readonly label: Words;
  readonly help: Words | null;
  readonly look: Look;
  readonly required: boolean;
  readonly default: unknown;
  readonly choices: readonly OptionChoice[];
}

export interface FieldKindOffered {
  readonly key: string;
  readonly label: Words;
  readonly about: Words;
  readonly icon: string;
  readonly group: Group;
  readonly look: Look;
  readonly sample: string;
  readonly options: readonly OptionOffered[];
  readonly stored: boolean;
  readonly unique: boolean;
  readonly common: boolean;
  readonly typed: boolean;
  readonly personal: boolean;
}

export interface GroupOffered {
  readonly key: Group;
  readonly label: Words;
}

export type Mask = "open" | "hidden" | "name" | "phone" | "email" | "id";

export interface MaskOffered {
  readonly key: Mask;
  readonly label: Words;
  readonly sample: string;
}

export interface GivenObject {
  readonly key: string;
  readonly label: Words;
  readonly occurred: string | null;
  readonly title: string | null;
  readonly fields: readonly Readonly<Record<string, unknown>>[];
}

export interface FieldPalette {
  readonly kinds: readonly FieldKindOffered[];
  readonly groups: readonly GroupOffered[];
  readonly masks: readonly MaskOffered[];
  readonly colors: readonly string[];
  readonly given: readonly GivenObject[];
  readonly personal_fields: readonly string[];
  readonly most_fields: number;
}
