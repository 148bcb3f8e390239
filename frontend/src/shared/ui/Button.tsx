// Buttons as pages have them.

import type { ComponentProps, ReactNode } from "react";

export interface ButtonProps extends ComponentProps<"button"> {
  readonly look?: "primary" | "plain" | "danger";
  readonly icon?: ReactNode;
}

export function Button({ look, icon, children, className, ...rest }: ButtonProps) {
  const classes = ["button", look && `button--${look}`, className].filter(Boolean).join(" ");
  return (
    <button type="button" className={classes} {...rest}>
      {icon}
      {children}
    </button>
  );
}

export interface IconButtonProps extends ComponentProps<"button"> {
  /** What it does, read aloud and shown on hover. */
  readonly label: string;
}

export function IconButton({ label, className, children, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      className={`button button--plain button--icon ${className ?? ""}`}
      aria-label={label}
      title={label}
      {...rest}
    >
      {children}
    </button>
  );
}
