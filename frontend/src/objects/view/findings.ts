// What is said of objects and fields, under their names: places move while one edits, names stay.

import { useMemo } from "react";

import type { Finding, Severity } from "../../generated/draft";
import { at, isObject, type Json, parsePointer, toPointer } from "../../shared/json";
import { draft, useDraft } from "../../shared/useDraft";
import { t } from "../../shared/words";
import { textOf } from "../model/reading";

export interface Said {
  readonly object: string;
  /** None where it is said of the object itself. */
  readonly field: string | null;
  /** The place within it, such as `options/choices/0`. */
  readonly part: string;
  readonly finding: Finding;
}

const ORDER: readonly Severity[] = ["error", "warning", "note"];

/** Reads findings against the document they were made of: the one that was just saved. */
export function namedIn(findings: readonly Finding[], document: Json): readonly Said[] {
  return findings.flatMap((finding): readonly Said[] => {
    const [head, n, fields, m, ...rest] = parsePointer(finding.path);
    const object = head === "objects" && n !== undefined ? at(document, ["objects", n]) : undefined;
    if (!isObject(object)) return [];
    const owner = textOf(object.key);
    const field = fields === "fields" && m !== undefined ? at(object, ["fields", m]) : undefined;
    if (isObject(field)) {
      const part = toPointer(rest).slice(1);
      return [{ object: owner, field: textOf(field.key), part, finding }];
    }
    const part = [fields, m, ...rest].filter((each) => each !== undefined).join("/");
    return [{ object: owner, field: null, part, finding }];
  });
}

function useNamed(): readonly Said[] {
  const findings = useDraft((now) => now.findings);
  return useMemo(() => namedIn(findings, draft().now.document), [findings]);
}

/** Gives the worst that is said of each field of an object. */
export function useWorst(object: string): ReadonlyMap<string, Severity> {
  const named = useNamed();
  return useMemo(() => {
    const found = new Map<string, Severity>();
    for (const { object: owner, field, finding } of named) {
      if (owner !== object || field === null) continue;
      const before = found.get(field);
      if (!before || ORDER.indexOf(finding.severity) < ORDER.indexOf(before)) {
        found.set(field, finding.severity);
      }
    }
    return found;
  }, [named, object]);
}

/** Gives the objects of which something is wrong. */
export function useWrong(): ReadonlySet<string> {
  const named = useNamed();
  return useMemo(
    () =>
      new Set(named.filter((each) => each.finding.severity === "error").map((each) => each.object)),
    [named],
  );
}

/** Gives all that is said of a field, or of an object itself. */
export function useSaid(object: string, field: string | null): readonly Said[] {
  const named = useNamed();
  return useMemo(
    () => named.filter((each) => each.object === object && each.field === field),
    [named, object, field],
  );
}

/** Gives the first thing that is said of a part, in words. */
export function saidOf(said: readonly Said[], part: string): string | null {
  const found = said.find((each) => each.part === part || each.part.startsWith(`${part}/`));
  return found ? t(found.finding.message) : null;
}
