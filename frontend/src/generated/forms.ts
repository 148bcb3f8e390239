// Written by frontend/write_types.py from the answers of the server; not by hand.

import type { Words } from "../shared/words";
import type { FieldPalette, OptionChoice } from "./fields";

export type Widget =
  | "words"
  | "long_words"
  | "flag"
  | "whole"
  | "width"
  | "field"
  | "object"
  | "value"
  | "condition"
  | "flag_or_condition"
  | "expression";

export interface SettingOffered {
  readonly key: string;
  readonly label: Words;
  readonly widget: Widget;
  readonly required: boolean;
}

export interface ItemKindOffered {
  readonly key: string;
  readonly label: Words;
  readonly icon: string;
  readonly settings: readonly SettingOffered[];
  readonly holds: readonly string[];
  readonly answered: boolean;
}

export interface FormPalette {
  readonly kinds: readonly ItemKindOffered[];
  readonly existing: readonly OptionChoice[];
  readonly per_member: readonly OptionChoice[];
  readonly proof: readonly OptionChoice[];
  readonly language: readonly OptionChoice[];
}

export interface FormsIsland {
  readonly palette: FormPalette;
  readonly fields: FieldPalette;
  readonly currency: string;
  readonly chosen: string | null;
}
