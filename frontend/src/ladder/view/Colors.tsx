// The colour of a tier, out of the ramp.

import { useId } from "react";

import { boot } from "../../shared/boot";
import type { Json, Path } from "../../shared/json";
import { t, type Words, w } from "../../shared/words";
import { named, write } from "../actions";
import { labelOf, TONES, type Tone, toneOf } from "../model/reading";
import styles from "./ladder.module.css";

const NAMES: Readonly<Record<Tone, Words>> = {
  slate: { zh: "石板", en: "Slate" },
  bronze: { zh: "铜", en: "Bronze" },
  silver: { zh: "银", en: "Silver" },
  gold: { zh: "金", en: "Gold" },
  platinum: { zh: "铂", en: "Platinum" },
  diamond: { zh: "钻", en: "Diamond" },
};

export function Colors({ path, tier }: { readonly path: Path; readonly tier: Json }) {
  const name = useId();
  const chosen = toneOf(tier);
  return (
    <fieldset className={styles.colors}>
      <legend className="field__label">{w("颜色", "Colour")}</legend>
      {TONES.map((tone) => (
        <label key={tone} className={`${styles.color} tone-${tone}`} title={t(NAMES[tone])}>
          <input
            type="radio"
            name={name}
            checked={tone === chosen}
            disabled={!boot().may.edit}
            aria-label={t(NAMES[tone])}
            onChange={() => write(path, tone, named("改颜色", "Colour", labelOf(tier)))}
          />
          <span className={styles.swatch} aria-hidden="true" />
        </label>
      ))}
    </fieldset>
  );
}
