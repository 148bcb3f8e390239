// What floats beside a button, made only once it is asked for: a page may have hundreds of them.

import { type ReactNode, useState } from "react";

import { Popover } from "../shared/ui/Dialog";

export interface FloatingProps {
  readonly label: string;
  readonly className: string;
  readonly disabled?: boolean;
  readonly face: ReactNode;
  readonly title?: string;
  readonly children: (close: () => void) => ReactNode;
}

export function Floating({ label, className, disabled, face, title, children }: FloatingProps) {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  const button = (
    <button
      type="button"
      className={className}
      aria-label={label}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      disabled={disabled}
      {...(title ? { title } : {})}
      {...(wasOpen
        ? {}
        : {
            onClick: () => {
              setWasOpen(true);
              setOpen(true);
            },
          })}
    >
      {face}
    </button>
  );
  if (!wasOpen) return button;
  return (
    <Popover trigger={button} label={label} open={isOpen} onOpenChange={setOpen}>
      {children(() => setOpen(false))}
    </Popover>
  );
}
