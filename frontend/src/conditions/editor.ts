// What the parts of one editor share: what may be offered, how to change the condition.

import { createContext, useContext } from "react";

import type { Catalogue } from "./catalogue";
import type { Change } from "./editing";
import type { Group } from "./model";

export interface Editor {
  /** Tells one editor of a page from the others, so that nothing is dragged between them. */
  readonly name: string;
  readonly catalogue: Catalogue;
  readonly disabled: boolean;
  /** The condition as it is now. */
  readonly root: () => Group;
  /** Changes with the same tag are one step of undo. */
  readonly apply: (change: Change, tag?: string) => void;
}

export const EditorContext = createContext<Editor | null>(null);

export function useEditor(): Editor {
  const found = useContext(EditorContext);
  if (!found) throw new Error("Only an editor of conditions has rules.");
  return found;
}
