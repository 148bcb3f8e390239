// What is wrong with a card, as a badge that says it.

import type { Finding } from "../../generated/draft";
import { Warning, Wrong } from "../../shared/ui/icons";
import { t } from "../../shared/words";
import { byCard } from "../model/findings";
import { flowNow, pathOfFlow } from "../state";
import styles from "./flow.module.css";

export function faultsOf(findings: readonly Finding[], card: string | null): readonly Finding[] {
  return byCard(findings, Number(pathOfFlow()[1]), flowNow()).get(card) ?? [];
}

export interface FaultsProps {
  readonly id: string;
  readonly findings: readonly Finding[];
}

export function Faults({ id, findings }: FaultsProps) {
  const found = faultsOf(findings, id).filter((each) => each.severity !== "note");
  if (found.length === 0) return null;
  const wrong = found.some((each) => each.severity === "error");
  const said = found.map((each) => t(each.message)).join(" ");
  return (
    <span className={styles.fault} data-wrong={wrong} title={said}>
      {wrong ? <Wrong size={15} /> : <Warning size={15} />}
      <span className="only-read">{said}</span>
    </span>
  );
}
