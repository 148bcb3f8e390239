// What those see of a value who may not read personal data.

import { boot } from "../../shared/boot";
import { Select } from "../../shared/ui/fields";
import { t, w } from "../../shared/words";
import { setField } from "../actions";
import { type FieldView, maskOf, type ObjectView } from "../model/reading";
import { palette } from "../state";
import { Fault, Part } from "./FieldPane";
import styles from "./pane.module.css";

export interface MaskPartProps {
  readonly object: ObjectView;
  readonly view: FieldView;
  readonly error: string | null;
}

const WHAT = { zh: "个人信息保护", en: "the masking" };

export function MaskPart({ object, view, error }: MaskPartProps) {
  const chosen = maskOf(palette(), view);
  const mask = palette().masks.find((each) => each.key === chosen);
  return (
    <Part label={w("个人信息", "Personal data")}>
      <div data-at="mask">
        <Select
          label={w("没有“查看个人信息”权限的人看到", "Those without that permission see")}
          value={chosen}
          disabled={!boot().may.edit}
          options={palette().masks.map((each) => ({ value: each.key, label: t(each.label) }))}
          onChange={(value) => setField(object.key, view.key, ["mask"], value, WHAT)}
        />
        <Fault said={error} />
        {mask && chosen !== "open" ? (
          <p className={styles.sample}>
            <code>{mask.sample}</code>
            {w(
              "分析角色看到这样，也不能按它搜索、筛选；注销会员时一并清除。",
              "is what analysts see; they cannot search or filter by it, and it goes with the member.",
            )}
          </p>
        ) : null}
      </div>
    </Part>
  );
}
