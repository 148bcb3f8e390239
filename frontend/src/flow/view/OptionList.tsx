// What is set on a step or a trigger, drawn from what its kind declares: a new kind is drawn as it is.

import { useEffect, useRef } from "react";

import type { Finding } from "../../generated/draft";
import type { FlowOption } from "../../generated/flow";
import type { JsonObject } from "../../shared/json";
import { t } from "../../shared/words";
import { writeOption } from "../actions";
import { mayEdit, useHand } from "../state";
import styles from "./pane.module.css";
import { Widget } from "./Widget";

export interface OptionListProps {
  /** The step by its key; the trigger has none. */
  readonly card: string;
  readonly declared: readonly FlowOption[];
  readonly options: JsonObject;
  readonly faults: readonly Finding[];
}

export function OptionList({ card, declared, options, faults }: OptionListProps) {
  const element = useRef<HTMLDivElement>(null);
  const field = useHand((now) => now.field);
  useEffect(() => {
    const [, part, key] = field?.split("/") ?? [];
    if (part !== "options" || !key) return;
    const place = element.current?.querySelector(`[data-option="${CSS.escape(key)}"]`);
    place?.querySelector<HTMLElement>("input, select, textarea, button")?.focus();
  }, [field]);
  if (declared.length === 0) return null;
  return (
    <div className={styles.options} ref={element}>
      {declared.map((option) => (
        <div key={option.key} data-option={option.key} data-widget={option.widget}>
          <Widget
            option={option}
            card={card}
            declared={declared}
            options={options}
            value={options[option.key]}
            locked={!mayEdit()}
            error={faultAt(faults, option.key)}
            onChange={(next, tag) => {
              // What is as it is anyway is not written.
              const usual = next === option.default && !option.required;
              writeOption(card, option.key, usual ? undefined : next, option.label, tag);
            }}
          />
        </div>
      ))}
    </div>
  );
}

function faultAt(faults: readonly Finding[], key: string): string | null {
  const place = `/options/${key}`;
  const found = faults.filter((each) => each.path === place || each.path.startsWith(`${place}/`));
  return found.length > 0 ? found.map((each) => t(each.message)).join(" ") : null;
}
