// What is wrong at a place of the form, as a badge that says it.

import type { Path } from "../../shared/json";
import { toPointer } from "../../shared/json";
import { Warning, Wrong } from "../../shared/ui/icons";
import { useDraft } from "../../shared/useDraft";
import { t } from "../../shared/words";
import styles from "./forms.module.css";

export interface FaultsProps {
  readonly path: Path;
  /** Only these parts; without it, all but what stands inside. */
  readonly own?: readonly string[];
}

export function Faults({ path, own }: FaultsProps) {
  const place = toPointer(path);
  const findings = useDraft((now) => now.findings);
  const found = findings.filter((each) => {
    if (each.path === place) return true;
    if (!each.path.startsWith(`${place}/`) || each.severity === "note") return false;
    const [part = ""] = each.path.slice(place.length + 1).split("/");
    return own ? own.includes(part) : part !== "items";
  });
  if (found.length === 0) return null;
  const wrong = found.some((each) => each.severity === "error");
  const said = found.map((each) => t(each.message)).join(" ");
  return (
    <span className={styles.fault} data-wrong={wrong} title={said}>
      {wrong ? <Wrong size={14} /> : <Warning size={14} />}
      <span className="only-read">{said}</span>
    </span>
  );
}
