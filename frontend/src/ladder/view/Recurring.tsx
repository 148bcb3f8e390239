// Coupons that members on a tier are given again and again.

import type { Finding } from "../../generated/draft";
import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { Select } from "../../shared/ui/fields";
import { useAt } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { write } from "../actions";
import { keyOf, labelOf, listAt, newKey, objectOf } from "../model/reading";
import { Items } from "./Items";
import { Part } from "./Part";
import { type Answer, HowMany, Pick } from "./Questions";

const RECURRING = { zh: "周期权益", en: "Recurring coupon" };
const BLANK = { zh: "", en: "" };
const EVERY: readonly Answer[] = [
  { value: "day", zh: "每天", en: "Every day" },
  { value: "week", zh: "每周", en: "Every week" },
  { value: "month", zh: "每月", en: "Every month" },
  { value: "quarter", zh: "每季度", en: "Every quarter" },
  { value: "year", zh: "每年", en: "Every year" },
];

export interface RecurringProps {
  readonly path: Path;
  readonly tier: Json;
  readonly findings: readonly Finding[];
}

export function Recurring({ path, tier, findings }: RecurringProps) {
  const coupons = listAt(useAt(["coupons"]), []);
  const items = listAt(tier, ["recurring"]);
  if (coupons.length === 0 && items.length === 0) return null;
  return (
    <Part place="/recurring" findings={findings}>
      <Items
        path={path}
        items={items}
        what={RECURRING}
        fresh={() => ({
          key: newKey(BLANK, items.map(keyOf), "gift"),
          coupon: keyOf(coupons[0]),
          every: "month",
        })}
      >
        {(item, at) => {
          const said = objectOf(item);
          return (
            <>
              <Select
                label={w("哪种券？", "Which coupon?")}
                value={String(said.coupon ?? "")}
                disabled={!boot().may.edit}
                options={coupons.map((each) => ({ value: keyOf(each), label: t(labelOf(each)) }))}
                onChange={(next) => write([...at, "coupon"], next, RECURRING)}
              />
              <Pick
                zh="多久一次？"
                en="How often?"
                path={[...at, "every"]}
                value={said.every}
                usual="month"
                answers={EVERY}
              />
              <HowMany
                zh="每次几张？"
                en="How many each time?"
                path={[...at, "count"]}
                value={said.count}
                usual={1}
              />
            </>
          );
        }}
      </Items>
    </Part>
  );
}
