// The page of the forms editor: which form, what can be added, the form as people see it, its settings.

import { useEffect } from "react";

import { boot } from "../../shared/boot";
import { type Path, parsePointer } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { Segmented } from "../../shared/ui/fields";
import { Monitor, Phone, Plus } from "../../shared/ui/icons";
import { useDraft } from "../../shared/useDraft";
import { useWide } from "../../shared/useWide";
import { Workbench } from "../../shared/Workbench";
import { w } from "../../shared/words";
import { formsOf } from "../model/reading";
import { choose, chooseForm, type Screen, useChosen } from "../state";
import { Beginning } from "./Beginning";
import { Canvas } from "./Canvas";
import { Palette } from "./Palette";
import { Pane } from "./Pane";
import { Tabs } from "./Tabs";

export function FormsPage() {
  const forms = useDraft(({ document }) => formsOf(document).length);
  const form = useChosen((now) => Math.min(now.form, Math.max(0, forms - 1)));
  const palette = useChosen((now) => now.palette);
  const open = useChosen((now) => now.open);
  const wide = useWide();
  const { may } = boot();
  useEffect(() => {
    if (location.hash.startsWith("#/")) jump(decodeURIComponent(location.hash.slice(1)));
  }, []);
  const isThere = forms > 0;
  return (
    <Workbench
      title={w("设计表单", "Design forms")}
      onJump={jump}
      palette={isThere && may.edit ? <Palette /> : undefined}
      paletteTitle={w("添加", "Add")}
      paletteOpen={palette}
      onPalette={(now) => useChosen.setState({ palette: now })}
      properties={isThere && (wide || open) ? <Pane form={form} /> : undefined}
      propertiesTitle={w("设置", "Settings")}
      onCloseProperties={() => useChosen.setState({ path: null, open: false })}
      actions={
        <>
          <Screens />
          {isThere && may.edit && !wide ? (
            <Button icon={<Plus size={16} />} onClick={() => useChosen.setState({ palette: true })}>
              {w("添加", "Add")}
            </Button>
          ) : null}
        </>
      }
    >
      {isThere ? (
        <>
          <Tabs form={form} />
          <Canvas form={form} />
        </>
      ) : (
        <Beginning />
      )}
    </Workbench>
  );
}

function Screens() {
  const screen = useChosen((now) => now.screen);
  const wide = useWide();
  if (!wide) return null;
  return (
    <Segmented<Screen>
      label={w("预览", "Preview")}
      value={screen}
      onChange={(next) => useChosen.setState({ screen: next })}
      options={[
        {
          value: "desktop",
          label: <Shown icon={<Monitor size={14} />}>{w("电脑", "Desktop")}</Shown>,
        },
        { value: "phone", label: <Shown icon={<Phone size={14} />}>{w("手机", "Phone")}</Shown> },
      ]}
    />
  );
}

function Shown({ icon, children }: { readonly icon: React.ReactNode; readonly children: string }) {
  return (
    <>
      {icon}
      {children}
    </>
  );
}

/** Shows what a finding is about: the item, the page or the form around its place. */
function jump(pointer: string): void {
  const path = parsePointer(pointer);
  if (path[0] !== "forms" || typeof path[1] !== "number") return;
  chooseForm(path[1]);
  const place = itemAround(path);
  if (place) choose(place);
}

function itemAround(path: Path): Path | null {
  let found: Path | null = null;
  for (let end = 4; end <= path.length; end += 2) {
    const list = path[end - 2];
    if ((list !== "pages" && list !== "items") || typeof path[end - 1] !== "number") break;
    found = path.slice(0, end);
  }
  return found;
}
