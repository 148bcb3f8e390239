// The key of a field: made once, to be copied, and changed only until data refer to it.

import { useState } from "react";

import { boot } from "../../shared/boot";
import { Button, IconButton } from "../../shared/ui/Button";
import { TextField } from "../../shared/ui/fields";
import { Check, Copy, Lock } from "../../shared/ui/icons";
import { announce } from "../../shared/ui/toast";
import { w } from "../../shared/words";
import { renameKey } from "../actions";
import { keysOf } from "../model/editing";
import { isKey } from "../model/keys";
import type { FieldView, ObjectView } from "../model/reading";
import { isReleased } from "../state";
import styles from "./pane.module.css";

export interface KeyPartProps {
  readonly object: ObjectView;
  readonly view: FieldView;
  readonly error: string | null;
}

export function KeyPart({ object, view, error }: KeyPartProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const [copied, setCopied] = useState(false);
  const fixed = view.given || isReleased(object.key, view.key) || !boot().may.edit;
  const copy = async () => {
    await navigator.clipboard?.writeText(view.key);
    setCopied(true);
    announce(w("已复制标识", "The key is copied"));
  };
  if (typed === null) {
    return (
      <div className={styles.key} data-at="key">
        <span className="field__label">{w("标识", "Key")}</span>
        <code>{view.key}</code>
        <IconButton label={w("复制标识", "Copy the key")} onClick={() => void copy()}>
          {copied ? <Check size={14} /> : <Copy size={14} />}
        </IconButton>
        {fixed ? (
          <span title={w("已在用，不能再改", "In use, so it stays")}>
            <Lock size={14} aria-label={w("已在用，不能再改", "In use, so it stays")} />
          </span>
        ) : (
          <Button look="plain" onClick={() => setTyped(view.key)}>
            {w("修改", "Edit")}
          </Button>
        )}
        {error ? <p className="field__error">{error}</p> : null}
      </div>
    );
  }
  const taken = typed !== view.key && keysOf(object).has(typed);
  const wrong = taken
    ? w(`“${typed}”已被别的字段占用。`, `“${typed}” belongs to another field.`)
    : isKey(typed)
      ? null
      : w(
          "小写字母开头，只含小写字母、数字和下划线。",
          "Begin with a lower-case letter; then lower-case letters, digits, underscores.",
        );
  const done = () => {
    if (wrong === null && typed !== view.key) renameKey(object.key, view.key, typed);
    setTyped(null);
  };
  return (
    <div data-at="key">
      <TextField
        label={w("标识", "Key")}
        value={typed}
        error={wrong}
        hint={w(
          "条件和接口用它；发布后就不能改了。",
          "Conditions and the API use it; once published it stays.",
        )}
        autoFocus
        spellCheck={false}
        onChange={setTyped}
        onBlur={done}
        onKeyDown={(event) => {
          if (event.key === "Enter") done();
          if (event.key === "Escape") {
            event.preventDefault();
            setTyped(null);
          }
        }}
      />
    </div>
  );
}
