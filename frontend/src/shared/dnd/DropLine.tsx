// The line that shows where a dragged thing will stand.

import type { Edge } from "./dnd";
import styles from "./dnd.module.css";

export function DropLine({ edge }: { readonly edge: Edge | null }) {
  return edge ? <span className={`${styles.dropLine} ${styles[edge]}`} aria-hidden="true" /> : null;
}
