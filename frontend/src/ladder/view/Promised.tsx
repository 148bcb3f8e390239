// The page of rules as members will read it, written from the draft.

import type { SectionRead } from "../../generated/ladder";
import type { Json } from "../../shared/json";
import { Dialog } from "../../shared/ui/Dialog";
import { t, w } from "../../shared/words";
import { labelOf, listAt, toneOf } from "../model/reading";
import { tierRead, useLadderRead } from "../state";
import styles from "./ladder.module.css";

export interface PromisedProps {
  readonly ladder: Json;
  readonly open: boolean;
  readonly onClose: () => void;
}

export function Promised({ ladder, open, onClose }: PromisedProps) {
  const read = useLadderRead(ladder);
  return (
    <Dialog wide title={w("会员看到的规则", "What members read")} open={open} onClose={onClose}>
      <p className="soft">
        {w(
          "由这份草稿写成，发布后会员看到的就是这些。",
          "Written from this draft; members read it once it is published.",
        )}
      </p>
      {read ? (
        <>
          <h3 className={styles.promisedTitle}>{t(labelOf(ladder))}</h3>
          <div className={styles.promisedGrid}>
            <Sections found={read.promised} />
          </div>
          <ol className={styles.promisedGrid}>
            {listAt(ladder, ["tiers"]).map((tier) => {
              const said = tierRead(read, tier);
              return said ? (
                <li key={said.key} className={`tone-${toneOf(tier)} ${styles.promisedTier}`}>
                  <h4>{t(labelOf(tier))}</h4>
                  <Sections found={said.promised} />
                </li>
              ) : null;
            })}
          </ol>
        </>
      ) : (
        <p>{w("草稿还读不通，改好问题后再看。", "The draft cannot be read yet.")}</p>
      )}
    </Dialog>
  );
}

function Sections({ found }: { readonly found: readonly SectionRead[] }) {
  return found.map((section) => (
    <div key={section.title.zh} className={styles.promisedSection}>
      <h5>{t(section.title)}</h5>
      {section.lines.map((line) => (
        <p key={line.zh}>{t(line)}</p>
      ))}
    </div>
  ));
}
