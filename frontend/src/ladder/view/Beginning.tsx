// A programme without a ladder: one sentence, one button, three starts.

import { boot } from "../../shared/boot";
import type { Json } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { t, w } from "../../shared/words";
import { newLadder } from "../actions";
import { labelOf, listAt, toneOf } from "../model/reading";
import { island } from "../state";
import styles from "./ladder.module.css";

export function Beginning() {
  const { starts } = island();
  const [first] = starts;
  return (
    <div className={styles.beginning}>
      <h2>{w("还没有等级", "No tiers yet")}</h2>
      <p className="soft">
        {w(
          "等级告诉会员现在站在哪里、再往上要做什么。选一个起点，之后什么都能改。",
          "Tiers tell members where they stand and what leads up. Pick a start; all of it can change.",
        )}
      </p>
      {boot().may.edit && first ? (
        <>
          <Button look="primary" onClick={() => newLadder(first.ladder as Json, null)}>
            {w("从消费三级开始", "Begin with three tiers by spend")}
          </Button>
          <ul className={styles.starts}>
            {starts.map((each) => (
              <li key={each.key}>
                <button
                  type="button"
                  className={styles.start}
                  onClick={() => newLadder(each.ladder as Json, null)}
                >
                  <span className={styles.sketch} aria-hidden="true">
                    {listAt(each.ladder as Json, ["tiers"]).map((tier, n) => (
                      <span
                        key={t(labelOf(tier))}
                        className={`${styles.step} tone-${toneOf(tier)}`}
                        style={{ height: `${18 + n * 11}px` }}
                      />
                    ))}
                  </span>
                  <strong>{t(each.label)}</strong>
                  <span className="soft">{t(each.summary)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </div>
  );
}
