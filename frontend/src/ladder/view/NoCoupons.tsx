// Where coupons are made, for whoever has none to give yet.

import { url } from "../../shared/boot";
import { w } from "../../shared/words";
import styles from "./ladder.module.css";

export function NoCoupons() {
  return (
    <p className={styles.hint}>
      {w("方案里还没有优惠券。", "The programme has no coupons yet.")}{" "}
      <a href={url("designs")}>{w("去做一张", "Make one")}</a>
    </p>
  );
}
