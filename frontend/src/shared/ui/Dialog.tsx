// What asks for an answer, and what floats beside a button.

import { Dialog as Radix, Popover as RadixPopover } from "radix-ui";
import type { ReactNode } from "react";

import { w } from "../words";
import styles from "./floating.module.css";
import { Close } from "./icons";

export interface DialogProps {
  readonly title: string;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
  readonly wide?: boolean;
  /** A sheet rises from below on phones and stands at the right elsewhere. */
  readonly sheet?: boolean;
}

export function Dialog({ title, open, onClose, children, foot, wide, sheet }: DialogProps) {
  const shape = sheet ? styles.sheet : wide ? styles.wide : "";
  return (
    <Radix.Root open={open} onOpenChange={(now) => (now ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className={styles.veil} />
        <Radix.Content className={`${styles.dialog} ${shape}`} aria-describedby={undefined}>
          <header className={styles.head}>
            <Radix.Title className={styles.title}>{title}</Radix.Title>
            <Radix.Close
              className="button button--plain button--icon"
              aria-label={w("关闭", "Close")}
            >
              <Close size={16} />
            </Radix.Close>
          </header>
          <div className={styles.body}>{children}</div>
          {foot ? <footer className={styles.foot}>{foot}</footer> : null}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export interface PopoverProps {
  readonly trigger: ReactNode;
  readonly label: string;
  readonly children: ReactNode;
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
}

export function Popover({ trigger, label, children, open, onOpenChange }: PopoverProps) {
  return (
    <RadixPopover.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange ? { onOpenChange } : {})}
    >
      <RadixPopover.Trigger asChild>{trigger}</RadixPopover.Trigger>
      <RadixPopover.Portal>
        <RadixPopover.Content
          className={styles.popover}
          sideOffset={4}
          collisionPadding={8}
          align="start"
          aria-label={label}
        >
          {children}
        </RadixPopover.Content>
      </RadixPopover.Portal>
    </RadixPopover.Root>
  );
}
