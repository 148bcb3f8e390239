// A group: how its parts make up the whole, the parts in order, and room for more.

import { memo, useRef } from "react";

import { DropLine } from "../shared/dnd/DropLine";
import { useDrop } from "../shared/dnd/dnd";
import { Grip, Layers, Plus } from "../shared/ui/icons";
import { t, w } from "../shared/words";
import type { Source } from "./catalogue";
import styles from "./conditions.module.css";
import { insert, move, setMode } from "./editing";
import { useEditor } from "./editor";
import { Floating } from "./Floating";
import { ItemMenu } from "./ItemMenu";
import { SelectInput } from "./inputs";
import { type Group, type Mode, group as makeGroup } from "./model";
import { OperandPicker } from "./OperandPicker";
import { itemAt } from "./places";
import { RuleView, ruleFrom } from "./RuleView";
import { Standing } from "./Standing";
import { mayHold, sortOfDrag, useItem } from "./useItem";

export interface GroupViewProps {
  readonly group: Group;
  readonly at: string;
  readonly source: Source;
  /** Whether it is not an item of another group. */
  readonly outermost?: boolean;
}

const OPERATORS: Readonly<Record<Mode, string>> = { all: "and", any: "or", none: "!" };

export const GroupView = memo(function GroupView({ group, at, source, outermost }: GroupViewProps) {
  const body = useRef<HTMLDivElement>(null);
  const editor = useEditor();
  const sort = sortOfDrag(editor, source);
  const { isOver } = useDrop(body, {
    accepts: (data) => data.sort === sort && mayHold(editor, data, group.id),
    edges: null,
    disabled: editor.disabled,
    onDrop: (data) =>
      editor.apply((root) => move(root, String(data.id), group.id, group.items.length)),
  });
  return (
    <div
      ref={body}
      className={`${styles.group} ${isOver ? styles.over : ""}`}
      data-mode={group.mode}
      data-outermost={outermost ? "" : undefined}
    >
      <Head group={group} at={at} outermost={outermost ?? false} />
      {group.items.length === 0 ? (
        <p className={styles.empty}>
          {outermost && source === ""
            ? w(
                "还没有条件。点“添加条件”，从字段和指标里选一个。",
                "No conditions yet. Add one from the fields and metrics.",
              )
            : w("这一组还是空的。", "This group is empty.")}
        </p>
      ) : (
        <ol className={styles.items}>
          {group.items.map((item, index) =>
            item.kind === "group" ? (
              <NestedGroup
                key={item.id}
                group={item}
                at={itemAt(group, at, index)}
                source={source}
              />
            ) : (
              <RuleView key={item.id} rule={item} at={itemAt(group, at, index)} source={source} />
            ),
          )}
        </ol>
      )}
      <Foot group={group} source={source} />
    </div>
  );
});

function NestedGroup({ group, at, source }: Omit<GroupViewProps, "outermost">) {
  const { element, grip, isDragged, edge, onKeyDown } = useItem(group.id, source);
  const { disabled } = useEditor();
  return (
    <li
      ref={element}
      className={`${styles.groupItem} ${isDragged ? styles.dragged : ""}`}
      data-item={group.id}
      onKeyDown={onKeyDown}
    >
      <button
        type="button"
        ref={grip}
        className={styles.grip}
        aria-label={w(
          "移动这一组（Alt 加方向键，或拖动）",
          "Move the group (Alt and arrows, or drag)",
        )}
        disabled={disabled}
      >
        <Grip size={16} aria-hidden="true" />
      </button>
      <GroupView group={group} at={at} source={source} />
      <DropLine edge={edge} />
    </li>
  );
}

function Head({ group, at, outermost }: { group: Group; at: string; outermost: boolean }) {
  const { catalogue, apply } = useEditor();
  const modes = (["all", "any", "none"] as const).map((mode) => {
    const offer = catalogue.palette.operators.find(
      (each) => each.role === "group" && each.operator === OPERATORS[mode],
    );
    return { value: mode as string, label: offer ? t(offer.label) : mode };
  });
  if (outermost && group.items.length < 2 && group.mode === "all" && group.spelling.bare)
    return null;
  return (
    <div className={styles.head}>
      <SelectInput
        label={w("怎样合起来", "How they make up the whole")}
        className={styles.mode ?? ""}
        value={group.mode}
        options={modes}
        onChange={(mode) => apply((root) => setMode(root, group.id, mode as Mode))}
      />
      <Standing at={at} />
      <span className={styles.spring} />
      {outermost ? null : <ItemMenu id={group.id} isGroup />}
    </div>
  );
}

function Foot({ group, source }: { group: Group; source: Source }) {
  const { catalogue, apply, disabled } = useEditor();
  if (disabled) return null;
  return (
    <div className={styles.foot}>
      <Floating
        label={w("添加条件", "Add a condition")}
        className={styles.add ?? ""}
        face={
          <>
            <Plus size={14} aria-hidden="true" />
            {w("添加条件", "Add a condition")}
          </>
        }
      >
        {(close) => (
          <OperandPicker
            source={source}
            want={{ kinds: null, records: true }}
            onPick={(part) => {
              close();
              const rule = ruleFrom(part, catalogue, source);
              if (rule) apply((root) => insert(root, group.id, group.items.length, [rule]));
            }}
          />
        )}
      </Floating>
      <button
        type="button"
        className={styles.add}
        onClick={() =>
          apply((root) => insert(root, group.id, group.items.length, [makeGroup("any")]))
        }
      >
        <Layers size={14} aria-hidden="true" />
        {w("添加条件组", "Add a group")}
      </button>
    </div>
  );
}
