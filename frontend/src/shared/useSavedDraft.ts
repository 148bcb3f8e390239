// What the server offers is drawn from the saved draft: what was made just now is saved first.

import { useEffect, useState } from "react";

import { draft } from "./useDraft";

/** Says whether the draft has been saved since this was first asked for. */
export function useSavedDraft(): boolean {
  const [ready, setReady] = useState(!draft().isDirty);
  useEffect(() => {
    if (ready) return;
    let here = true;
    void draft()
      .save()
      .then(() => here && setReady(true));
    return () => {
      here = false;
    };
  }, [ready]);
  return ready;
}
