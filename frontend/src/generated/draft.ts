// Written by frontend/write_types.py from the answers of the server; not by hand.

import type { Words } from "../shared/words";

export interface Finding {
  readonly path: string;
  readonly severity: "error" | "warning" | "note";
  readonly message: Words;
  readonly fix: Words | null;
}

export interface DraftSaved {
  readonly version: number;
  readonly saved_at: string;
  readonly saved_by: string | null;
  readonly findings: readonly Finding[];
  readonly changes: number;
}

export interface DraftState {
  readonly content: unknown;
  readonly version: number;
  readonly saved_at: string;
  readonly saved_by: string | null;
  readonly findings: readonly Finding[];
  readonly changes: number;
}

export interface DraftTheirs {
  readonly content: unknown;
  readonly version: number;
  readonly saved_at: string;
  readonly saved_by: string | null;
  readonly findings: readonly Finding[];
  readonly changes: number;
  readonly differences: readonly Words[];
}
