// The settings of what is chosen: an item, a page, or the form itself.

import { at, isObject } from "../../shared/json";
import { useDraft } from "../../shared/useDraft";
import { useChosen } from "../state";
import { FormSettings } from "./FormSettings";
import styles from "./forms.module.css";
import { ItemSettings } from "./ItemSettings";
import { PageSettings } from "./PageSettings";

export function Pane({ form }: { readonly form: number }) {
  const path = useChosen((now) => now.path);
  const chosen = useDraft(({ document }) => (path ? at(document, path) : undefined));
  const here = path && path[1] === form && isObject(chosen) ? { path, item: chosen } : null;
  return (
    <div className={styles.settings}>
      {here && here.path.length === 4 ? (
        <PageSettings page={here.item} path={here.path} />
      ) : here && here.path.length > 4 ? (
        <ItemSettings key={here.path.join("/")} item={here.item} path={here.path} />
      ) : (
        <FormSettings form={form} />
      )}
    </div>
  );
}
