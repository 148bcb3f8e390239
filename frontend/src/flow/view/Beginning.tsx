// What an empty automation may begin with: ready-made ones, fitted to what the programme has.

import { useState } from "react";

import { isObject, type JsonObject } from "../../shared/json";
import { IconButton } from "../../shared/ui/Button";
import { Close, Info } from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { t, w } from "../../shared/words";
import { beginWith } from "../beginning";
import { textOf } from "../model/reading";
import { island } from "../state";
import styles from "./beginning.module.css";

export function Beginning() {
  const [closed, setClosed] = useState(false);
  const { starters, kinds } = island();
  if (closed || starters.length === 0) return null;
  const iconOf = (flow: unknown) => {
    const trigger = isObject(flow as JsonObject) ? (flow as JsonObject).trigger : undefined;
    const kind = isObject(trigger) ? textOf(trigger.kind) : "";
    return kinds.triggers.find((each) => each.key === kind)?.icon ?? "circle-help";
  };
  return (
    <section
      className={styles.beginning}
      aria-label={w("从模板开始", "Begin with a template")}
      data-above
    >
      <header>
        <h2>{w("从模板开始", "Begin with a template")}</h2>
        <p>
          {w(
            "选一个改成你的；放进来是停用的，随时可以撤销。或点上面的触发条件自己搭。",
            "Pick one and make it yours: it comes switched off and can be undone. Or begin with the trigger above.",
          )}
        </p>
        <IconButton label={w("不用模板", "No template")} onClick={() => setClosed(true)}>
          <Close size={16} />
        </IconButton>
      </header>
      <ul>
        {starters.map((each) => (
          <li key={each.key}>
            <button type="button" data-starter={each.key} onClick={() => beginWith(each)}>
              <span className={styles.tile} aria-hidden="true">
                <KindIcon name={iconOf(each.flow)} size={18} />
              </span>
              <span className={styles.said}>
                <b>{t(each.label)}</b>
                <small>{t(each.about)}</small>
                {each.lacks ? (
                  <small className={styles.lacks}>
                    <Info size={12} aria-hidden="true" /> {t(each.lacks)}
                  </small>
                ) : null}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
