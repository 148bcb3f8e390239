// The way back, one step at a time, and said aloud.

import { announce, toast } from "./ui/toast";
import { draft } from "./useDraft";
import { t, type Words, w } from "./words";

export function undoStep(): void {
  told(w("已撤销", "Undone"), draft().undo());
}

export function redoStep(): void {
  told(w("已重做", "Done again"), draft().redo());
}

/** Says what has just been done, with a way back for as long as nothing else was changed. */
export function offerUndo(text: string): void {
  const step = draft().now.history.past.at(-1);
  toast({
    text,
    undo: () => {
      // Later steps would be undone first; then the way back is the list of steps.
      if (draft().now.history.past.at(-1) === step) undoStep();
      else announce(w("之后又改过，请用“撤销”逐步退回", "Undo the later steps first"));
    },
  });
}

function told(done: string, step: Words | null): void {
  if (step) announce(`${done}${w("：", ": ")}${t(step)}`);
}
