// A menu behind a button, also the twin of every drag.

import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";

import { w } from "../words";
import styles from "./floating.module.css";
import { More } from "./icons";

export interface Item {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly onSelect: () => void;
  readonly disabled?: boolean;
  readonly danger?: boolean;
  /** A line above it. */
  readonly apart?: boolean;
  readonly keys?: string;
}

export interface MenuProps {
  readonly label?: string;
  /** A function is asked when the menu is opened. */
  readonly items: readonly Item[] | (() => readonly Item[]);
  /** The button; a row of dots without one. */
  readonly trigger?: ReactNode;
}

export function Menu({ label = w("更多", "More"), items, trigger }: MenuProps) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>
        {trigger ?? (
          <button
            type="button"
            className="button button--plain button--icon"
            aria-label={label}
            title={label}
          >
            <More size={16} />
          </button>
        )}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          className={styles.menu}
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label={label}
        >
          <Items items={items} />
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

function Items({ items }: Pick<MenuProps, "items">) {
  const shown = typeof items === "function" ? items() : items;
  return shown.map((item) => (
    <div key={item.label}>
      {item.apart ? <DropdownMenu.Separator className={styles.line} /> : null}
      <DropdownMenu.Item
        className={`${styles.item} ${item.danger ? styles.danger : ""}`}
        disabled={item.disabled ?? false}
        onSelect={item.onSelect}
      >
        {item.icon}
        <span>{item.label}</span>
        {item.keys ? <kbd>{item.keys}</kbd> : null}
      </DropdownMenu.Item>
    </div>
  ));
}
