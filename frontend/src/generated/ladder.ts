// Written by frontend/write_types.py from the answers of the server; not by hand.

import type { Words } from "../shared/words";
import type { Finding } from "./draft";

export interface Term {
  readonly icon: string;
  readonly name: Words;
  readonly lines: readonly Words[];
}

export interface GivenRead {
  readonly benefit: string;
  readonly said: Words;
}

export interface SectionRead {
  readonly title: Words;
  readonly lines: readonly Words[];
}

export interface TierRead {
  readonly key: string;
  readonly sentence: Words | null;
  readonly terms: readonly Term[];
  readonly changed: boolean;
  readonly benefits: readonly GivenRead[];
  readonly pack: Words | null;
  readonly recurring: readonly Words[];
  readonly promised: readonly SectionRead[];
}

export interface Measure {
  readonly expression: unknown;
  readonly label: Words;
  readonly unit: Words;
  readonly whole: boolean;
}

export interface LadderRead {
  readonly key: string;
  readonly note: Words;
  readonly terms: readonly Term[];
  readonly tiers: readonly TierRead[];
  readonly promised: readonly SectionRead[];
  readonly measures: readonly Measure[];
}

export interface LaddersRead {
  readonly readable: boolean;
  readonly ladders: readonly LadderRead[];
  readonly cases: Readonly<Record<string, readonly Words[]>>;
}

export interface Start {
  readonly key: string;
  readonly label: Words;
  readonly summary: Words;
  readonly ladder: unknown;
}

export interface Choice {
  readonly key: string;
  readonly label: Words;
}

export interface OptionShown {
  readonly key: string;
  readonly label: Words;
  readonly number: boolean;
  readonly unit: string;
  readonly coupon: boolean;
}

export interface BenefitKindShown {
  readonly label: Words;
  readonly options: readonly OptionShown[];
}

export interface LadderIsland {
  readonly read: LaddersRead;
  readonly members: Readonly<Record<string, Readonly<Record<string, number>>>> | null;
  readonly usual: readonly Measure[];
  readonly starts: readonly Start[];
  readonly currencies: readonly Choice[];
  readonly benefit_kinds: Readonly<Record<string, BenefitKindShown>>;
}

export interface TierShown {
  readonly label: Words;
  readonly tone: string;
}

export interface MemberMoved {
  readonly name: string;
  readonly initial: string;
  readonly url: string;
  readonly old: TierShown | null;
  readonly new: TierShown | null;
}

export interface MovementShown {
  readonly sort: string;
  readonly members: number;
  readonly examples: readonly MemberMoved[];
}

export interface Cell {
  readonly members: number;
  readonly url: string | null;
}

export interface MatrixRow {
  readonly tier: TierShown | null;
  readonly cells: readonly (Cell | null)[];
  readonly stays: number | null;
}

export interface LadderImpactShown {
  readonly label: Words;
  readonly movements: readonly MovementShown[];
  readonly columns: readonly (TierShown | null)[];
  readonly rows: readonly MatrixRow[];
}

export interface Sent {
  readonly icon: string;
  readonly name: Words;
  readonly detail: Words;
  readonly count: number;
  readonly what: Words;
  readonly amount: string;
  readonly note: Words;
}

export interface ImpactShown {
  readonly members: number;
  readonly looked_at: number;
  readonly estimated: boolean;
  readonly blank: readonly Words[];
  readonly findings: readonly Finding[];
  readonly ladders: readonly LadderImpactShown[];
  readonly sent: readonly Sent[];
  readonly chosen: boolean;
}

export interface ImpactAnswer {
  readonly impact: ImpactShown | null;
  readonly why: Words | null;
  readonly list_url: string | null;
}
