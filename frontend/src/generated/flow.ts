// Written by frontend/write_types.py from the answers of the server; not by hand.

import type { Words } from "../shared/words";
import type { FieldPalette, OptionChoice } from "./fields";

export type Mode = "edit" | "trace";

export type Widget =
  | "text"
  | "words"
  | "long_words"
  | "whole"
  | "decimal"
  | "flag"
  | "choice"
  | "choices"
  | "time"
  | "duration"
  | "hours"
  | "cron"
  | "condition"
  | "branches"
  | "variants"
  | "values"
  | "value"
  | "object"
  | "field"
  | "fields"
  | "ladder"
  | "tier"
  | "trial"
  | "coupon"
  | "currency"
  | "segment"
  | "form"
  | "template"
  | "step"
  | "expression"
  | "expressions"
  | "calendar_days"
  | "tags"
  | "flow"
  | "benefit"
  | "computed";

export type About = "member" | "record";

export interface FlowOption {
  readonly key: string;
  readonly label: Words;
  readonly widget: Widget;
  readonly required: boolean;
  readonly default: unknown;
  readonly choices: readonly OptionChoice[];
  readonly least: number;
  readonly most: number;
  readonly about: About;
  readonly of: string | null;
  readonly kinds: readonly string[];
}

export interface StepKindOffered {
  readonly key: string;
  readonly label: Words;
  readonly icon: string;
  readonly group: string;
  readonly options: readonly FlowOption[];
  readonly ways: readonly OptionChoice[];
  readonly acts: boolean;
  readonly waits: boolean;
}

export interface TriggerKindOffered {
  readonly key: string;
  readonly label: Words;
  readonly icon: string;
  readonly options: readonly FlowOption[];
  readonly timed: boolean;
  readonly stands: boolean;
  readonly record: string | null;
}

export interface FlowPalette {
  readonly groups: readonly OptionChoice[];
  readonly steps: readonly StepKindOffered[];
  readonly triggers: readonly TriggerKindOffered[];
  readonly enrol: readonly OptionChoice[];
  readonly reentry: readonly OptionChoice[];
  readonly period: readonly OptionChoice[];
  readonly catch_up: readonly OptionChoice[];
}

export interface StepRead {
  readonly sentence: Words;
  readonly ways: readonly OptionChoice[] | null;
}

export interface FlowRead {
  readonly readable: boolean;
  readonly trigger: Words | null;
  readonly steps: Readonly<Record<string, StepRead>>;
}

export interface RunMember {
  readonly number: string;
  readonly name: string;
}

export interface StepTaken {
  readonly step: string;
  readonly way: string | null;
  readonly at: string;
  readonly says: Words;
}

export interface WouldDo {
  readonly step: string;
  readonly says: Words;
}

export interface FlowRun {
  readonly member: RunMember | null;
  readonly state: string;
  readonly began: string;
  readonly ended: string | null;
  readonly steps: readonly StepTaken[];
  readonly would: readonly WouldDo[];
  readonly why: Words | null;
}

export interface DayOffered {
  readonly key: string;
  readonly label: Words;
  readonly calendar: string;
  readonly next: readonly string[];
}

export interface StarterOffered {
  readonly key: string;
  readonly label: Words;
  readonly about: Words;
  readonly lacks: Words | null;
  readonly flow: unknown;
}

export interface FlowIsland {
  readonly mode: Mode;
  readonly key: string;
  readonly flow: unknown;
  readonly kinds: FlowPalette;
  readonly read: FlowRead;
  readonly run: FlowRun | null;
  readonly fields: FieldPalette | null;
  readonly currencies: readonly OptionChoice[];
  readonly calendars: readonly OptionChoice[];
  readonly days: readonly DayOffered[];
  readonly starters: readonly StarterOffered[];
  readonly currency: string;
}

export interface FlowsTried {
  readonly runs: readonly FlowRun[];
}

export interface StepCounts {
  readonly here: number;
  readonly passed: number;
  readonly waiting: number;
  readonly failed: number;
}

export interface FlowCounts {
  readonly steps: Readonly<Record<string, StepCounts>>;
  readonly runs: Readonly<Record<string, number>>;
}
