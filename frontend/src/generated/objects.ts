// Written by frontend/write_types.py from the answers of the server; not by hand.

import type { Words } from "../shared/words";
import type { FieldPalette } from "./fields";

export interface ObjectsIsland {
  readonly palette: FieldPalette;
  readonly released: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly currency: string;
}

export interface Use {
  readonly path: string;
  readonly where: Words;
}

export interface UsesAnswer {
  readonly uses: readonly Use[];
  readonly records: number | null;
  readonly readable: boolean;
}

export interface Retyping {
  readonly records: number;
  readonly looked_at: number;
  readonly blank: number;
  readonly examples: readonly string[];
}

export interface RetypeAnswer {
  readonly found: Retyping;
}
