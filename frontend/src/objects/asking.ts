// What the server is asked before anything is taken away; it looks at the draft as it is saved.

import { useEffect, useState } from "react";

import { ask } from "../shared/api";
import { url } from "../shared/boot";
import { draft } from "../shared/useDraft";
import { w } from "../shared/words";

export interface Answered<T> {
  readonly answer: T | null;
  readonly problem: string | null;
}

const WAITING = { answer: null, problem: null };

/** Asks a question of the draft; what is not saved yet is saved before. */
export function useAnswer<T>(
  name: string,
  question: Readonly<Record<string, string>>,
): Answered<T> {
  const [found, setFound] = useState<Answered<T>>(WAITING);
  const words = new URLSearchParams(question).toString();
  useEffect(() => {
    const call = new AbortController();
    setFound(WAITING);
    const look = async () => {
      if (draft().isDirty) await draft().save();
      const answer = await ask<T>("GET", `${url(name)}?${words}`, undefined, call.signal);
      setFound({ answer, problem: null });
    };
    look().catch((error: unknown) => {
      if (call.signal.aborted) return;
      const said = error instanceof Error ? error.message : "";
      setFound({ answer: null, problem: said || w("没有查到。", "It could not be asked.") });
    });
    return () => call.abort();
  }, [name, words]);
  return found;
}
