// Several values typed one after another: each is added by Enter, a comma, or by leaving the input.

import { type KeyboardEvent, useState } from "react";

/** Gives what an input needs; `read` says what a part of the text stands for, or null for nothing. */
export function useAdding<T>(
  value: readonly T[],
  onChange: (value: readonly T[]) => void,
  read: (part: string) => T | null,
) {
  const [text, setText] = useState("");
  const add = () => {
    const parts = text.split(/[,，、;；\n]/).map((each) => each.trim());
    const more = parts.flatMap((each) => {
      const found = each === "" ? null : read(each);
      return found === null || value.includes(found) ? [] : [found];
    });
    if (more.length > 0) onChange([...value, ...new Set(more)]);
    setText("");
  };
  return {
    value: text,
    autoComplete: "off",
    onChange: (event: { readonly target: { readonly value: string } }) =>
      setText(event.target.value),
    onBlur: add,
    onKeyDown: (event: KeyboardEvent) => {
      if (event.nativeEvent.isComposing) return;
      if (event.key === "Enter" || event.key === ",") {
        event.preventDefault();
        add();
      } else if (event.key === "Backspace" && text === "" && value.length > 0) {
        onChange(value.slice(0, -1));
      }
    },
  };
}
