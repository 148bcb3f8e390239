// What is missing of a currency may be made up with spend.

import type { Finding } from "../../generated/draft";
import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { NumberField, Select, Switch } from "../../shared/ui/fields";
import { t, w } from "../../shared/words";
import { write } from "../actions";
import { objectOf } from "../model/reading";
import { island } from "../state";
import { Part } from "./Part";
import { HowMany } from "./Questions";

export interface MakeUpProps {
  readonly path: Path;
  readonly value: Json | undefined;
  readonly findings: readonly Finding[];
}

export function MakeUp({ path, value, findings }: MakeUpProps) {
  const on = value !== undefined && value !== null;
  const { currency, rate, most_percent } = objectOf(value);
  const label = { zh: "补差晋升", en: "Make-up" };
  const edit = boot().may.edit;
  return (
    <Part place="/make_up" findings={findings}>
      <Switch
        label={w("差一点时，可以用消费补足", "What is missing may be made up with spend")}
        value={on}
        disabled={!edit}
        onChange={(next) =>
          write(path, next ? { currency: "growth", rate: "1", most_percent: 30 } : undefined, label)
        }
      />
      {on ? (
        <>
          <Select
            label={w("补什么？", "What is made up?")}
            value={typeof currency === "string" ? currency : "growth"}
            disabled={!edit}
            options={island().currencies.map((each) => ({ value: each.key, label: t(each.label) }))}
            onChange={(next) => write([...path, "currency"], next, label)}
          />
          <NumberField
            label={w("每消费 1 元补多少？", "How much for each unit spent?")}
            value={rate === undefined ? 1 : Number(rate)}
            disabled={!edit}
            onChange={(next) => {
              if (next !== null) write([...path, "rate"], String(next), label);
            }}
          />
          <HowMany
            zh="最多补两级差距的百分之几？"
            en="At most what share of the way?"
            path={[...path, "most_percent"]}
            value={most_percent}
            usual={100}
            unit="%"
          />
        </>
      ) : null}
    </Part>
  );
}
