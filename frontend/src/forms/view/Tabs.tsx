// The forms of the programme, one tab each, and what can be done with the one in hand.

import { boot } from "../../shared/boot";
import { IconButton } from "../../shared/ui/Button";
import { Copy, Plus, Remove } from "../../shared/ui/icons";
import { Menu } from "../../shared/ui/Menu";
import { useDraft } from "../../shared/useDraft";
import { w } from "../../shared/words";
import { copyForm, newForm, removeForm } from "../actions";
import { formsOf, formTitle, MEMBER } from "../model/reading";
import { chooseForm } from "../state";
import styles from "./forms.module.css";

export function Tabs({ form }: { readonly form: number }) {
  const document = useDraft((now) => now.document);
  const { edit } = boot().may;
  return (
    <div className={styles.tabs}>
      <nav className={styles.tabList} aria-label={w("表单", "Forms")}>
        {formsOf(document).map((each, n) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: two forms may share a key while it is wrong
            key={`${n} ${String(each.key)}`}
            type="button"
            className={styles.tab}
            aria-current={n === form ? "page" : undefined}
            onClick={() => chooseForm(n)}
          >
            {formTitle(each)}
          </button>
        ))}
      </nav>
      {edit ? (
        <>
          <IconButton
            label={w("添加表单", "Add a form")}
            onClick={() => newForm(MEMBER, { zh: "新表单", en: "New form" })}
          >
            <Plus size={16} />
          </IconButton>
          <Menu
            label={w("这个表单", "This form")}
            items={[
              {
                label: w("复制表单", "Duplicate"),
                icon: <Copy size={16} />,
                onSelect: () => copyForm(form),
              },
              {
                label: w("删除表单", "Delete"),
                icon: <Remove size={16} />,
                danger: true,
                apart: true,
                onSelect: () => removeForm(form),
              },
            ]}
          />
        </>
      ) : null}
    </div>
  );
}
