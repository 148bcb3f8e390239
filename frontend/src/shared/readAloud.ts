// What the server reads aloud of the draft, read again a moment after the draft changed.

import { useEffect } from "react";
import { create } from "zustand";

import { ask } from "./api";
import { url } from "./boot";
import { draft } from "./useDraft";

/** Milliseconds of quiet before it is read again. */
const QUIET = 300;

interface Reading<T> {
  readonly read: T;
  /** Whether it is of the document as it is now. */
  readonly fresh: boolean;
}

/** Gives what was read, and what has it read again as long as a page is open. */
export function readAloud<T extends { readonly readable: boolean }>(first: () => T) {
  const useReading = create<Reading<T>>(() => ({ read: first(), fresh: true }));
  const now = () => draft().now.document;
  const useReader = () =>
    useEffect(() => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      let asking: AbortController | undefined;
      let last = now();
      const read = async () => {
        asking?.abort();
        asking = new AbortController();
        const content = now();
        try {
          const answer = await ask<T>("POST", url("read"), { content }, asking.signal);
          // A document that cannot be read leaves standing what was said before.
          const kept = answer.readable ? answer : useReading.getState().read;
          useReading.setState({ read: kept, fresh: answer.readable && content === now() });
        } catch {
          // The words stay as they were; the draft itself says when the server is away.
        }
      };
      const unsubscribe = draft().store.subscribe(({ document }) => {
        if (document === last) return;
        last = document;
        useReading.setState({ fresh: false });
        clearTimeout(timer);
        timer = setTimeout(() => void read(), QUIET);
      });
      return () => {
        unsubscribe();
        clearTimeout(timer);
        asking?.abort();
      };
    }, []);
  return { useReading, useReader };
}
