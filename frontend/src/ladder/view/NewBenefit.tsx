// A new benefit by its kind and name; what else it says is set where benefits are designed.

import { useState } from "react";

import { insert, type JsonObject } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { Dialog } from "../../shared/ui/Dialog";
import { Select } from "../../shared/ui/fields";
import { Plus } from "../../shared/ui/icons";
import { WordsField } from "../../shared/ui/WordsField";
import { draft, useAt } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { named } from "../actions";
import { budgetsOfBenefits } from "../model/budgets";
import { keyOf, listAt, newKey } from "../model/reading";
import { island, now } from "../state";
import styles from "./ladder.module.css";
import { Options } from "./Options";

export function NewBenefit() {
  const kinds = Object.entries(island().benefit_kinds);
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState(kinds[0]?.[0] ?? "");
  const [label, setLabel] = useState({ zh: "", en: "" });
  const [options, setOptions] = useState<JsonObject>({});
  const [budget, setBudget] = useState("");
  const budgets = budgetsOfBenefits(listAt(useAt(["budgets"]), []));
  const shown = label.zh || label.en ? label : (island().benefit_kinds[kind]?.label ?? label);
  const add = () => {
    const benefits = listAt(now(), ["benefits"]);
    const key = newKey({ zh: "", en: kind }, benefits.map(keyOf), "benefit");
    const drawing = budget === "" ? {} : { budget };
    const benefit = { key, kind, label: { ...shown }, options, ...drawing };
    draft().edit((document) => insert(document, ["benefits"], benefits.length, benefit), {
      label: named("新建权益", "New benefit", shown),
    });
    setLabel({ zh: "", en: "" });
    setOptions({});
    setBudget("");
    setOpen(false);
  };
  return (
    <>
      <Button look="plain" icon={<Plus size={16} />} onClick={() => setOpen(true)}>
        {w("新建权益", "New benefit")}
      </Button>
      <Dialog
        title={w("新建权益", "New benefit")}
        open={open}
        onClose={() => setOpen(false)}
        foot={
          <Button look="primary" onClick={add}>
            {w("加到权益里", "Add it")}
          </Button>
        }
      >
        <div className={styles.part}>
          <Select
            label={w("哪一种", "Of which kind")}
            value={kind}
            options={kinds.map(([value, each]) => ({ value, label: t(each.label) }))}
            onChange={(next) => {
              setKind(next);
              setOptions({});
            }}
          />
          <WordsField
            label={w("叫什么", "Called")}
            hint={w("不写就用这一种的名称。", "Without one, it goes by its kind.")}
            value={label}
            onChange={setLabel}
          />
          <Options kind={kind} values={options} onChange={setOptions} />
          {budgets.length > 0 ? (
            <Select
              label={w("单独发放时，从哪个预算出", "When given one by one, draws on")}
              value={budget}
              options={[
                { value: "", label: w("不用预算", "No budget") },
                ...budgets.map((each) => ({ value: each.value, label: t(each.label) })),
              ]}
              onChange={setBudget}
            />
          ) : null}
        </div>
      </Dialog>
    </>
  );
}
