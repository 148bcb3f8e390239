// What is wrong with what is chosen, in words.

import type { Finding } from "../../generated/draft";
import { Info, Warning, Wrong } from "../../shared/ui/icons";
import { t } from "../../shared/words";
import styles from "./pane.module.css";

const ICONS = { error: Wrong, warning: Warning, note: Info };

export function FaultList({ faults }: { readonly faults: readonly Finding[] }) {
  if (faults.length === 0) return null;
  return (
    <ul className={styles.faults}>
      {faults.map((each) => {
        const Icon = ICONS[each.severity];
        return (
          <li key={`${each.path} ${each.message.zh}`} data-severity={each.severity}>
            <Icon size={15} aria-hidden="true" />
            <span>
              {t(each.message)}
              {each.fix ? <small>{t(each.fix)}</small> : null}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
