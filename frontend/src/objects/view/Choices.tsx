// The choices of a field: in order, each with words in both languages and a colour; keys stay.

import type { OptionOffered } from "../../generated/fields";
import { boot } from "../../shared/boot";
import { Sortable } from "../../shared/dnd/Sortable";
import type { Json, JsonObject } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { Popover } from "../../shared/ui/Dialog";
import { Down, Grip, Plus, Remove, Up } from "../../shared/ui/icons";
import { Menu } from "../../shared/ui/Menu";
import { offerUndo } from "../../shared/undoing";
import { t, w } from "../../shared/words";
import { setField } from "../actions";
import { freshKey } from "../model/keys";
import { type Choice, choicesOf, type FieldView, type ObjectView } from "../model/reading";
import { palette } from "../state";
import styles from "./choices.module.css";

export interface ChoicesProps {
  readonly object: ObjectView;
  readonly view: FieldView;
  readonly option: OptionOffered;
  readonly error: string | null;
}

const COLORS: Readonly<Record<string, readonly [string, string]>> = {
  slate: ["灰", "Slate"],
  bronze: ["铜", "Bronze"],
  silver: ["银", "Silver"],
  gold: ["金", "Gold"],
  platinum: ["青", "Teal"],
  diamond: ["紫", "Purple"],
};

function written(choice: Choice): JsonObject {
  const { key, label, color } = choice;
  return { key, label: { ...label }, ...(color === "slate" ? {} : { color }) };
}

export function Choices({ object, view, option, error }: ChoicesProps) {
  const choices = choicesOf(view.field);
  const mayEdit = boot().may.edit;
  const write = (next: readonly Choice[]) => {
    const value: Json | undefined = next.length > 0 ? next.map(written) : undefined;
    setField(object.key, view.key, ["options", option.key], value, option.label);
  };
  const change = (n: number, more: Partial<Choice>) =>
    write(choices.map((each, m) => (m === n ? { ...each, ...more } : each)));
  const add = () => {
    const count = choices.length + 1;
    const label = { zh: `选项 ${count}`, en: `Choice ${count}` };
    const key = freshKey({ zh: "", en: "" }, new Set(choices.map((each) => each.key)), "option");
    const color = palette().colors[choices.length % palette().colors.length] ?? "slate";
    write([...choices, { key, label, color }]);
  };
  const remove = (n: number) => {
    const name = t(choices[n]?.label);
    write(choices.filter((_, m) => m !== n));
    offerUndo(w(`已删除选项“${name}”`, `Deleted the choice ${name}`));
  };
  const move = (from: number, before: number) => {
    const next = [...choices];
    const [moved] = next.splice(from, 1);
    if (!moved) return;
    next.splice(before > from ? before - 1 : before, 0, moved);
    write(next);
  };
  return (
    <div className={styles.choices}>
      <span className="field__label">{t(option.label)}</span>
      <Sortable
        sort={`choice:${view.key}`}
        items={choices}
        keyOf={(each, n) => `${each.key} ${choices.findIndex((one) => one.key === each.key) === n}`}
        onMove={move}
        disabled={!mayEdit}
        className={styles.list ?? ""}
        label={t(option.label)}
      >
        {(choice, n, handle) => (
          <div className={styles.choice}>
            <button
              ref={handle.ref}
              type="button"
              className={styles.grip}
              tabIndex={-1}
              aria-label={w(`拖动“${t(choice.label)}”`, `Drag ${t(choice.label)}`)}
            >
              <Grip size={14} />
            </button>
            <ColorPick choice={choice} onChange={(color) => change(n, { color })} />
            <span className={styles.words}>
              {(["zh", "en"] as const).map((tongue) => (
                <input
                  key={tongue}
                  className="input"
                  value={choice.label[tongue]}
                  disabled={!mayEdit}
                  placeholder={tongue === "zh" ? "中文" : "English"}
                  lang={tongue === "zh" ? "zh-CN" : "en"}
                  aria-label={w(
                    `第 ${n + 1} 个选项 · ${tongue === "zh" ? "中文" : "英文"}`,
                    `Choice ${n + 1} · ${tongue === "zh" ? "Chinese" : "English"}`,
                  )}
                  data-at={`options/${option.key}/${n}`}
                  onChange={(event) =>
                    change(n, { label: { ...choice.label, [tongue]: event.target.value } })
                  }
                />
              ))}
            </span>
            <Menu
              label={w(`选项“${t(choice.label)}”`, `Choice ${t(choice.label)}`)}
              items={[
                {
                  label: w("上移", "Move up"),
                  icon: <Up size={16} />,
                  disabled: handle.arrange.isFirst,
                  onSelect: () => handle.arrange.up(),
                },
                {
                  label: w("下移", "Move down"),
                  icon: <Down size={16} />,
                  disabled: handle.arrange.isLast,
                  onSelect: () => handle.arrange.down(),
                },
                {
                  label: w("删除", "Delete"),
                  icon: <Remove size={16} />,
                  danger: true,
                  apart: true,
                  onSelect: () => remove(n),
                },
              ]}
            />
          </div>
        )}
      </Sortable>
      {error ? <p className="field__error">{error}</p> : null}
      {mayEdit ? (
        <Button look="plain" icon={<Plus size={16} />} onClick={add}>
          {w("添加选项", "Add a choice")}
        </Button>
      ) : null}
      <p className="field__hint">
        {w(
          "改名称不影响已有记录：记录存的是标识。",
          "Renaming leaves records as they are: they keep the key.",
        )}
      </p>
    </div>
  );
}

interface ColorPickProps {
  readonly choice: Choice;
  readonly onChange: (color: string) => void;
}

function ColorPick({ choice, onChange }: ColorPickProps) {
  const named = (color: string) => w(...(COLORS[color] ?? [color, color]));
  const label = w(`颜色：${named(choice.color)}`, `Colour: ${named(choice.color)}`);
  return (
    <Popover
      label={w("颜色", "Colour")}
      trigger={
        <button
          type="button"
          className={`${styles.dot} tone-${choice.color}`}
          aria-label={label}
          title={label}
          disabled={!boot().may.edit}
        />
      }
    >
      <div className={styles.colors}>
        {palette().colors.map((color) => (
          <button
            key={color}
            type="button"
            className={`tier tone-${color}`}
            aria-pressed={color === choice.color}
            onClick={() => onChange(color)}
          >
            {named(color)}
          </button>
        ))}
      </div>
    </Popover>
  );
}
