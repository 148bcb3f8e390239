// A part of the properties that findings can lead to, with what was found about it.

import { type ReactNode, useEffect, useRef } from "react";

import type { Finding } from "../../generated/draft";
import { Info, Warning, Wrong } from "../../shared/ui/icons";
import { t, w } from "../../shared/words";
import { isUnder } from "../model/place";
import { useChosen } from "../state";
import styles from "./ladder.module.css";

const icons = { error: Wrong, warning: Warning, note: Info };

export interface PartProps {
  /** A JSON Pointer within what is chosen. */
  readonly place: string;
  readonly findings: readonly Finding[];
  /** What is to be found elsewhere, in parts of this part. */
  readonly except?: readonly string[];
  readonly children: ReactNode;
}

export function Part({ place, findings, except = [], children }: PartProps) {
  const mine = findings.filter(
    ({ path }) => isUnder(path, place) && !except.some((each) => isUnder(path, each)),
  );
  return (
    <div className={styles.part} data-place={place}>
      {children}
      <Said findings={mine} />
    </div>
  );
}

export function Said({ findings }: { readonly findings: readonly Finding[] }) {
  if (findings.length === 0) return null;
  return (
    <ul className={styles.said}>
      {findings.map((each) => {
        const Icon = icons[each.severity];
        return (
          <li key={`${each.path} ${each.message.zh}`} data-severity={each.severity}>
            <Icon size={14} />
            <span>
              {t(each.message)}
              {each.example ? (
                <small>
                  {w("例如：", "For example: ")}
                  {t(each.example.said)}
                </small>
              ) : null}
              {each.fix ? <small>{t(each.fix)}</small> : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

const REACHABLE =
  "input:not([type=hidden]), select, textarea, button:not([disabled]), [tabindex='0']";

/** Leads to the part that asks for attention: it is scrolled to, and its first input is entered. */
export function useAttention() {
  const body = useRef<HTMLDivElement>(null);
  const focus = useChosen((now) => now.focus);
  useEffect(() => {
    if (focus === null || !body.current) return;
    const parts = [...body.current.querySelectorAll<HTMLElement>("[data-place]")];
    const fitting = parts
      .filter((each) => isUnder(focus.field, each.dataset.place ?? ""))
      .toSorted((one, other) => length(other) - length(one));
    const part = fitting[0] ?? body.current;
    if (part !== body.current) part.scrollIntoView({ block: "nearest" });
    const input = part.querySelector<HTMLElement>(REACHABLE);
    input?.focus({ preventScroll: true });
    if (input instanceof HTMLInputElement && focus.field === "/label") input.select();
  }, [focus]);
  return body;
}

function length(part: HTMLElement): number {
  return part.dataset.place?.length ?? 0;
}
