// What is said of fields, by their place among the fields of an object.

import { useMemo } from "react";

import type { Finding, Severity } from "../../generated/draft";
import { useDraft } from "../../shared/useDraft";
import { t } from "../../shared/words";

const ORDER: readonly Severity[] = ["error", "warning", "note"];

export function useFindings(object: number): ReadonlyMap<number, Severity> {
  const findings = useDraft((now) => now.findings);
  return useMemo(() => {
    const found = new Map<number, Severity>();
    for (const each of findings) {
      const [, head, n, fields, m] = each.path.split("/");
      if (head !== "objects" || Number(n) !== object || fields !== "fields") continue;
      const before = found.get(Number(m));
      if (!before || ORDER.indexOf(each.severity) < ORDER.indexOf(before)) {
        found.set(Number(m), each.severity);
      }
    }
    return found;
  }, [findings, object]);
}

/** Gives what is said of a place and of everything in it. */
export function useSaid(place: string | null): readonly Finding[] {
  const findings = useDraft((now) => now.findings);
  return useMemo(
    () =>
      place === null
        ? []
        : findings.filter((each) => each.path === place || each.path.startsWith(`${place}/`)),
    [findings, place],
  );
}

/** Gives the first thing that is said of a part, in words. */
export function saidOf(
  said: readonly Finding[],
  place: string | null,
  part: string,
): string | null {
  const wanted = `${place}/${part}`;
  const found = said.find((each) => each.path === wanted || each.path.startsWith(`${wanted}/`));
  return found ? t(found.message) : null;
}
