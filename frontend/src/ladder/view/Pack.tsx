// What a member is given on reaching a tier.

import type { Finding } from "../../generated/draft";
import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { NumberField, Select, Switch } from "../../shared/ui/fields";
import { useAt } from "../../shared/useDraft";
import { t, w } from "../../shared/words";
import { write } from "../actions";
import { keyOf, labelOf, listAt, numberOf, objectOf } from "../model/reading";
import { island } from "../state";
import { Items } from "./Items";
import { NoCoupons } from "./NoCoupons";
import { Part } from "./Part";

export interface PackProps {
  readonly path: Path;
  readonly value: Json | undefined;
  readonly findings: readonly Finding[];
}

const PACK = { zh: "晋升礼包", en: "Pack" };

export function Pack({ path, value, findings }: PackProps) {
  const on = value !== undefined && value !== null;
  const edit = boot().may.edit;
  const coupons = listAt(useAt(["coupons"]), []);
  return (
    <Part place="/pack" findings={findings}>
      <Switch
        label={w("升到这一级，送礼包", "A pack on reaching it")}
        value={on}
        disabled={!edit}
        onChange={(next) => write(path, next ? {} : undefined, PACK)}
      />
      {on ? (
        <>
          {coupons.length > 0 ? (
            <Items
              path={[...path, "coupons"]}
              items={listAt(value, ["coupons"])}
              what={{ zh: "券", en: "Coupon" }}
              fresh={() => ({ coupon: keyOf(coupons[0]), count: 1 })}
            >
              {(item, at) => <PackCoupon item={item} path={at} />}
            </Items>
          ) : (
            <NoCoupons />
          )}
          <Items
            path={[...path, "points"]}
            items={listAt(value, ["points"])}
            what={{ zh: "积分", en: "Points" }}
            fresh={() => ({ amount: 100, currency: "points" })}
          >
            {(item, at) => (
              <>
                <NumberField
                  label={w("多少？", "How many?")}
                  value={numberOf(objectOf(item).amount)}
                  disabled={!edit}
                  onChange={(next) => {
                    if (next !== null) write([...at, "amount"], next, PACK);
                  }}
                />
                <Select
                  label={w("哪一种？", "Of what?")}
                  value={String(objectOf(item).currency ?? "points")}
                  disabled={!edit}
                  options={island().currencies.map((each) => ({
                    value: each.key,
                    label: t(each.label),
                  }))}
                  onChange={(next) => write([...at, "currency"], next, PACK)}
                />
              </>
            )}
          </Items>
          <Switch
            label={w("每次升到都送", "Every time it is reached")}
            hint={w("不选是一生一次。", "Else once in a life.")}
            value={objectOf(value).again === true}
            disabled={!edit}
            onChange={(next) => write([...path, "again"], next ? true : undefined, PACK)}
          />
        </>
      ) : null}
    </Part>
  );
}

function PackCoupon({ item, path }: { readonly item: Json; readonly path: Path }) {
  const coupons = listAt(useAt(["coupons"]), []);
  const coupon = typeof item === "string" ? item : String(objectOf(item).coupon ?? "");
  const count = numberOf(objectOf(item).count) ?? 1;
  const more = objectOf(item);
  return (
    <>
      <Select
        label={w("哪种券？", "Which coupon?")}
        value={coupon}
        disabled={!boot().may.edit}
        options={coupons.map((each) => ({ value: keyOf(each), label: t(labelOf(each)) }))}
        onChange={(next) => write(path, { ...more, coupon: next }, PACK)}
      />
      <NumberField
        label={w("几张？", "How many?")}
        value={count}
        disabled={!boot().may.edit}
        onChange={(next) => {
          if (next !== null) write(path, { ...more, coupon, count: next }, PACK);
        }}
      />
    </>
  );
}
