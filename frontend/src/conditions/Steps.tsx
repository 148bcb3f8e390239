// Buttons for the way back and forth.

import { IconButton } from "../shared/ui/Button";
import { Redo, Undo } from "../shared/ui/icons";
import { w } from "../shared/words";
import type { Condition } from "./usePast";

export function Steps({ undo, redo }: Pick<Condition, "undo" | "redo">) {
  return (
    <>
      <IconButton label={w("撤销", "Undo")} disabled={!undo} onClick={() => undo?.()}>
        <Undo size={16} />
      </IconButton>
      <IconButton label={w("重做", "Redo")} disabled={!redo} onClick={() => redo?.()}>
        <Redo size={16} />
      </IconButton>
    </>
  );
}
