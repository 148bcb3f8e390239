// A list of items in two columns, as wide as each says.

import { boot } from "../../shared/boot";
import type { JsonObject, Path } from "../../shared/json";
import styles from "./forms.module.css";
import { ItemCard } from "./ItemCard";

export interface ItemsProps {
  readonly list: Path;
  readonly items: readonly JsonObject[];
}

export function Items({ list, items }: ItemsProps) {
  return (
    <ol className={styles.items}>
      {items.map((item, n) => (
        <ItemCard
          // biome-ignore lint/suspicious/noArrayIndexKey: two items may share a key while it is wrong
          key={`${String(item.key)} ${n}`}
          item={item}
          path={[...list, n]}
          count={items.length}
          editable={boot().may.edit}
        />
      ))}
    </ol>
  );
}
