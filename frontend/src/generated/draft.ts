// Written by frontend/write_types.py from the answers of the server; not by hand.

import type { Words } from "../shared/words";

export type Severity = "error" | "warning" | "note";

export interface Example {
  readonly said: Words;
  readonly values: Readonly<Record<string, unknown>>;
}

export interface Finding {
  readonly path: string;
  readonly message: Words;
  readonly severity: Severity;
  readonly fix: Words | null;
  readonly example: Example | null;
}

export interface DraftSaved {
  readonly version: number;
  readonly saved_at: string;
  readonly saved_by: string | null;
  readonly findings: readonly Finding[];
  readonly changes: number;
}

export interface DraftState {
  readonly version: number;
  readonly saved_at: string;
  readonly saved_by: string | null;
  readonly findings: readonly Finding[];
  readonly changes: number;
  readonly content: unknown;
}

export interface DraftTheirs {
  readonly version: number;
  readonly saved_at: string;
  readonly saved_by: string | null;
  readonly findings: readonly Finding[];
  readonly changes: number;
  readonly content: unknown;
  readonly differences: readonly Words[];
}
