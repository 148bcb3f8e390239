// What a kind of benefit asks for, as inputs.

import { boot } from "../../shared/boot";
import type { Json, JsonObject } from "../../shared/json";
import { NumberField, Select, TextField } from "../../shared/ui/fields";
import { useAt } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { keyOf, labelOf, listAt, numberOf, textOf } from "../model/reading";
import { island } from "../state";

export interface OptionsProps {
  readonly kind: string;
  readonly values: JsonObject;
  /** What holds where nothing is said. */
  readonly usual?: JsonObject;
  readonly onChange: (values: JsonObject) => void;
}

export function Options({ kind, values, usual = {}, onChange }: OptionsProps) {
  const coupons = listAt(useAt(["coupons"]), []);
  const disabled = !boot().may.edit;
  const change = (key: string, value: Json | null) => {
    const { [key]: _, ...others } = values;
    onChange(value === null || value === "" ? others : { ...others, [key]: value });
  };
  return (island().benefit_kinds[kind]?.options ?? []).map(
    ({ key, label, number, unit, coupon }) => {
      const placeholder = String(usual[key] ?? "");
      if (coupon) {
        return (
          <Select
            key={key}
            label={t(label)}
            value={textOf(values[key])}
            disabled={disabled}
            options={[
              { value: "", label: placeholder || w("没有券", "No coupon") },
              ...coupons.map((each) => ({ value: keyOf(each), label: t(labelOf(each)) })),
            ]}
            onChange={(next) => change(key, next)}
          />
        );
      }
      return number ? (
        <NumberField
          key={key}
          label={t(label)}
          value={numberOf(values[key])}
          placeholder={placeholder}
          disabled={disabled}
          {...(unit ? { unit } : {})}
          onChange={(next) => change(key, next)}
        />
      ) : (
        <TextField
          key={key}
          label={t(label)}
          value={textOf(values[key])}
          placeholder={placeholder}
          disabled={disabled}
          onChange={(next) => change(key, next)}
        />
      );
    },
  );
}
