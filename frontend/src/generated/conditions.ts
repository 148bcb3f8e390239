// Written by frontend/write_types.py from the answers of the server; not by hand.

import type { Words } from "../shared/words";
import type { Severity } from "./draft";

export type Kind =
  | "integer"
  | "number"
  | "money"
  | "text"
  | "choice"
  | "date"
  | "datetime"
  | "boolean"
  | "list"
  | "reference"
  | "rank";

export interface ChoiceOffered {
  readonly key: string;
  readonly label: Words;
}

export interface FieldOffered {
  readonly name: string;
  readonly label: Words;
  readonly kind: Kind;
  readonly unit: string | null;
  readonly icon: string;
  readonly choices: readonly ChoiceOffered[];
  readonly group: Words | null;
  readonly note: Words | null;
}

export interface SourceOffered {
  readonly key: string;
  readonly label: Words;
  readonly fields: readonly FieldOffered[];
}

export type Role = "rule" | "operand" | "group";

export type Section = "field" | "metric" | "standing" | "date" | "calculation";

export type Shape =
  | "operand"
  | "value"
  | "values"
  | "word"
  | "name"
  | "records"
  | "record_field"
  | "window"
  | "number"
  | "text"
  | "title"
  | "condition"
  | "ladder"
  | "parts";

export interface Word {
  readonly key: string;
  readonly label: Words;
}

export interface Slot {
  readonly shape: Shape;
  readonly label: Words;
  readonly accepts: readonly Kind[];
  readonly like: number | null;
  readonly items: boolean;
  readonly words: readonly Word[];
  readonly rows_of: number | null;
  readonly slots: readonly Slot[];
  readonly spread: boolean;
  readonly optional: boolean;
  readonly fixed: boolean;
  readonly least: number | null;
  readonly most: number | null;
  readonly usual: string | number | null;
}

export interface Outcome {
  readonly kind: Kind;
  readonly unit: string | null;
}

export interface Result {
  readonly always: Outcome | null;
  readonly of: number | null;
  readonly by_kind: Readonly<Partial<Record<Kind, Outcome>>>;
  readonly unit_in: number | null;
  readonly tiers_of: number | null;
}

export interface OperatorOffered {
  readonly operator: string;
  readonly role: Role;
  readonly label: Words;
  readonly section: Section | null;
  readonly slots: readonly Slot[];
  readonly result: Result | null;
  readonly subject: number;
  readonly negated: Words | null;
  readonly called: Readonly<Partial<Record<Kind, Words>>>;
  readonly listed: boolean;
  readonly bare: boolean;
  readonly alone: boolean;
  readonly in_rows: boolean;
}

export interface SectionOffered {
  readonly key: Section;
  readonly label: Words;
}

export interface WindowForm {
  readonly word: string;
  readonly label: Words;
  readonly least: number | null;
  readonly most: number | null;
  readonly usual: number | null;
}

export interface TierOffered {
  readonly key: string;
  readonly label: Words;
  readonly color: string;
}

export interface LadderOffered {
  readonly key: string;
  readonly label: Words;
  readonly tiers: readonly TierOffered[];
}

export interface UnitOffered {
  readonly before: Words;
  readonly after: Words;
}

export interface Preset {
  readonly label: Words;
  readonly kind: Kind;
  readonly logic: unknown;
}

export interface Palette {
  readonly place: string;
  readonly object: string;
  readonly ladder: string | null;
  readonly of_members: boolean;
  readonly zone: string;
  readonly sources: readonly SourceOffered[];
  readonly parameters: readonly FieldOffered[];
  readonly operators: readonly OperatorOffered[];
  readonly sections: readonly SectionOffered[];
  readonly windows: readonly WindowForm[];
  readonly ladders: readonly LadderOffered[];
  readonly units: Readonly<Record<string, UnitOffered>>;
  readonly presets: readonly Preset[];
}

export interface ClauseAt {
  readonly at: string;
  readonly sentence: Words;
}

export interface FindingAt {
  readonly at: string;
  readonly severity: Severity;
  readonly message: Words;
  readonly fix: Words | null;
}

export interface MemberFound {
  readonly id: string;
  readonly name: string;
  readonly number: string;
  readonly url: string;
  readonly tier: Words | null;
  readonly tone: string | null;
}

export interface Look {
  readonly sentence: Words;
  readonly clauses: readonly ClauseAt[];
  readonly findings: readonly FindingAt[];
  readonly count: number | null;
  readonly uncounted: Words | null;
  readonly approximate: boolean;
  readonly of: number;
  readonly samples: readonly MemberFound[];
}

export type State = "met" | "unmet" | "unknown";

export interface Tried {
  readonly at: string;
  readonly state: State;
  readonly sentence: Words;
  readonly value: Words | null;
  readonly threshold: Words | null;
  readonly gap: Words | null;
  readonly progress: number | null;
  readonly children: readonly Tried[];
}

export interface Trial {
  readonly member: MemberFound;
  readonly result: Tried | null;
  readonly findings: readonly FindingAt[];
}

export interface MembersFound {
  readonly members: readonly MemberFound[];
}

export interface PlaceToTry {
  readonly place: string;
  readonly label: Words;
}

export interface ConditionPage {
  readonly places: readonly PlaceToTry[];
}
