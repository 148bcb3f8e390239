// How a rule stands for the member it is tried with: an icon, a word, and what the member has.

import { Check, Close, Info } from "../shared/ui/icons";
import { t, w } from "../shared/words";
import styles from "./conditions.module.css";
import { useStand } from "./told";

const WORDS = {
  met: () => w("满足", "met"),
  unmet: () => w("不满足", "not met"),
  unknown: () => w("缺少数据", "no data"),
} as const;

const ICONS = { met: Check, unmet: Close, unknown: Info } as const;

export function Standing({ at }: { readonly at: string }) {
  const stand = useStand(at);
  if (!stand) return null;
  const Icon = ICONS[stand.state];
  return (
    <span className={styles.stand} data-state={stand.state}>
      <Icon size={14} aria-hidden="true" />
      <span>{WORDS[stand.state]()}</span>
      {stand.value ? <span>{w(`实际 ${t(stand.value)}`, `has ${t(stand.value)}`)}</span> : null}
      {stand.gap ? <span>{w(`还差 ${t(stand.gap)}`, `${t(stand.gap)} to go`)}</span> : null}
    </span>
  );
}
