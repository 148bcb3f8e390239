// What the editor asks the server: palettes, a look at the condition, members to try it with.

import { useEffect, useMemo, useRef, useState } from "react";

import type {
  FieldOffered,
  Look,
  MemberFound,
  MembersFound,
  Palette,
  Trial,
} from "../generated/conditions";
import { ask } from "../shared/api";
import { boot, url } from "../shared/boot";
import type { Json, JsonObject } from "../shared/json";
import { useDraft } from "../shared/useDraft";
import { Catalogue } from "./catalogue";
import { same } from "./same";

const known = new Map<string, Catalogue>();
/** Milliseconds without a change before the server is asked. */
const CALM = 350;
/** Milliseconds before one is shown that an answer takes time. */
const SOON = 200;

/** Gives the palette of a place; a known one at once, and a fresh one when it has come. */
export function useCatalogue(
  place: string,
  fields?: readonly FieldOffered[],
): {
  readonly catalogue: Catalogue | null;
  readonly error: string | null;
  readonly again: () => void;
} {
  const [catalogue, setCatalogue] = useState<Catalogue | null>(known.get(place) ?? null);
  const [error, setError] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const saved = useDraft((draft) => draft.version);
  // biome-ignore lint/correctness/useExhaustiveDependencies: Another try, or a draft with new fields, asks again.
  useEffect(() => {
    const calledOff = new AbortController();
    setCatalogue(known.get(place) ?? null);
    setError(null);
    const address = `${url("palette")}?place=${encodeURIComponent(place)}`;
    ask<Palette>("GET", address, undefined, calledOff.signal)
      .then((palette) => {
        const before = known.get(place);
        const same = before && JSON.stringify(before.palette) === JSON.stringify(palette);
        const found = same ? before : new Catalogue(palette);
        known.set(place, found);
        setCatalogue(found);
      })
      .catch((reason: unknown) => {
        if (!calledOff.signal.aborted) setError(said(reason));
      });
    return () => calledOff.abort();
  }, [place, tries, saved]);
  const found = useMemo(
    () => (catalogue && fields ? catalogue.withFields(fields) : catalogue),
    [catalogue, fields],
  );
  return { catalogue: found, error, again: () => setTries((now) => now + 1) };
}

/** What a place is known by that is none of the programme: what another system sends. */
export interface About {
  readonly fields: readonly FieldOffered[];
  /** An example; null where there is none yet. */
  readonly sample: JsonObject | null;
}

export interface Asked {
  readonly look: Look | null;
  readonly trial: Trial | null;
  /** The answer is about the condition as it was before the last change. */
  readonly isStale: boolean;
  /** Whether that asked nothing. */
  readonly wasEmpty: boolean;
  /** An answer takes longer than one should be left wondering. */
  readonly isSlow: boolean;
  readonly error: string | null;
  readonly again: () => void;
}

export interface Question {
  readonly place: string;
  readonly condition: Json;
  /** Whom it is tried with. */
  readonly member: string | null;
  /** The draft being edited; without it the saved one is meant. */
  readonly content: (() => unknown) | undefined;
  readonly sample?: JsonObject | null | undefined;
  /** Whether it is no condition but a value that is worked out. */
  readonly ofValue?: boolean;
}

/** Asks about a condition once it has been left alone for a moment; an older question is called off. */
export function useAsked(asked: Question): Asked {
  const { place, condition, member, content, sample = null, ofValue = false } = asked;
  const [answer, setAnswer] = useState<Answer>({ look: null, trial: null, condition: null });
  const [isSlow, setSlow] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  const draft = useRef(content);
  draft.current = content;
  const first = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: Another try asks again.
  useEffect(() => {
    const calledOff = new AbortController();
    const { signal } = calledOff;
    const waiting = setTimeout(
      async () => {
        const slow = setTimeout(() => setSlow(true), SOON);
        const question = {
          place,
          condition,
          ...(draft.current ? { content: draft.current() } : {}),
        };
        const more = { ...(ofValue ? { value: true } : {}), ...(sample ? { sample } : {}) };
        try {
          const [look, trial] = await Promise.all([
            ask<Look>("POST", url("look"), { ...question, ...more }, signal),
            member === null
              ? null
              : ask<Trial>("POST", url("try"), { ...question, member }, signal),
          ]);
          setAnswer({ look, trial, condition });
          setError(null);
        } catch (reason) {
          if (!signal.aborted) setError(said(reason));
        } finally {
          clearTimeout(slow);
          if (!signal.aborted) setSlow(false);
        }
      },
      first.current ? 0 : CALM,
    );
    first.current = false;
    return () => {
      clearTimeout(waiting);
      calledOff.abort();
    };
  }, [place, condition, member, sample, ofValue, tries]);
  const isStale = !same(answer.condition, condition);
  const { look, trial } = answer;
  const wasEmpty = answer.condition === null;
  return { look, trial, isStale, wasEmpty, isSlow, error, again: () => setTries((now) => now + 1) };
}

interface Answer {
  readonly look: Look | null;
  readonly trial: Trial | null;
  /** What was asked about. */
  readonly condition: Json;
}

export function canTry(): boolean {
  return "try" in boot().urls;
}

/** Finds members by what is typed of them, a moment after it was typed; null asks for none. */
export function useMembers(text: string | null): {
  readonly found: readonly MemberFound[] | null;
  readonly error: string | null;
} {
  const [found, setFound] = useState<readonly MemberFound[] | null>(null);
  const [error, setError] = useState<string | null>(null);
  useEffect(() => {
    if (text === null) return setFound(null);
    const calledOff = new AbortController();
    const address = `${url("members_to_try")}?q=${encodeURIComponent(text)}`;
    const waiting = setTimeout(
      () => {
        ask<MembersFound>("GET", address, undefined, calledOff.signal)
          .then(({ members }) => {
            setFound(members);
            setError(null);
          })
          .catch((reason: unknown) => {
            if (!calledOff.signal.aborted) setError(said(reason));
          });
      },
      text === "" ? 0 : CALM,
    );
    return () => {
      clearTimeout(waiting);
      calledOff.abort();
    };
  }, [text]);
  return { found, error };
}

function said(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
