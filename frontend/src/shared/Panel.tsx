// A pane at the side of a builder; the right one closes with Escape.

import { type KeyboardEvent, type ReactNode, useRef } from "react";

import { useAutoScroll } from "./dnd/dnd";
import { Edge, useWidth } from "./Edge";
import { IconButton } from "./ui/Button";
import { Close } from "./ui/icons";
import styles from "./Workbench.module.css";
import { w } from "./words";

export interface PanelProps {
  readonly side: "left" | "right";
  readonly title: string;
  readonly onClose?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function Panel({ side, title, onClose, children }: PanelProps) {
  const body = useRef<HTMLDivElement>(null);
  useAutoScroll(body);
  const width = useWidth();
  const right = side === "right";
  const close = (event: KeyboardEvent) => {
    if (event.key === "Escape" && onClose && !event.defaultPrevented) onClose();
  };
  return (
    <section
      className={`${styles.panel} ${right ? styles.right : styles.left}`}
      {...(right ? { style: { width: `${width.value}px` } } : {})}
      aria-label={title}
      onKeyDown={close}
    >
      {right ? <Edge {...width} /> : null}
      <header className={styles.panelHead}>
        <h2>{title}</h2>
        {onClose ? (
          <IconButton label={w("关闭", "Close")} onClick={onClose}>
            <Close size={16} />
          </IconButton>
        ) : null}
      </header>
      <div className={styles.panelBody} ref={body}>
        {children}
      </div>
    </section>
  );
}
