// The page of objects and fields: kinds at the left, the form as it looks, what is chosen at the right.

import { useEffect } from "react";

import { boot } from "../../shared/boot";
import { openElsewhere } from "../../shared/elsewhere";
import { Button } from "../../shared/ui/Button";
import { Plus } from "../../shared/ui/icons";
import { useWide } from "../../shared/useWide";
import { Workbench } from "../../shared/Workbench";
import { t, w } from "../../shared/words";
import { nameOf } from "../model/reading";
import { jump, leave, useChosen, useObjects } from "../state";
import { Canvas } from "./Canvas";
import { FieldPane } from "./FieldPane";
import { ObjectPane } from "./ObjectPane";
import { Palette } from "./Palette";
import { Questions } from "./Questions";
import { Tabs } from "./Tabs";

export function ObjectsPage() {
  const objects = useObjects();
  const wide = useWide();
  const { object: key, what, paletteOpen } = useChosen();
  const object = objects.find((each) => each.key === key) ?? objects[0];
  const view =
    what !== null && what !== "object"
      ? object?.fields.find((each) => each.key === what.field)
      : undefined;
  useEffect(() => {
    if (location.hash.startsWith("#/")) jump(decodeURIComponent(location.hash.slice(1)));
  }, []);
  if (!object) return null;
  const pane = view ? (
    // A field keeps its pane, and the focus in it, when its key is made from its label.
    <FieldPane
      key={`${object.key}.${view.given ? view.key : view.index}`}
      object={object}
      view={view}
      objects={objects}
    />
  ) : what === "object" ? (
    <ObjectPane key={object.key} object={object} />
  ) : undefined;
  const mayEdit = boot().may.edit;
  return (
    <Workbench
      title={w("数据", "Data")}
      palette={mayEdit ? <Palette /> : undefined}
      paletteTitle={w("添加字段", "Add a field")}
      paletteOpen={paletteOpen}
      onPalette={(open) => useChosen.setState({ paletteOpen: open })}
      properties={pane}
      propertiesTitle={view ? nameOf(view) : t(object.label)}
      onCloseProperties={leave}
      onJump={(pointer) => (jump(pointer) ? undefined : openElsewhere(pointer))}
      actions={
        mayEdit && !wide ? (
          <Button
            icon={<Plus size={16} />}
            onClick={() => useChosen.setState({ paletteOpen: true })}
          >
            {w("添加字段", "Add a field")}
          </Button>
        ) : undefined
      }
    >
      <Tabs objects={objects} chosen={object.key} />
      <Canvas object={object} objects={objects} />
      <Questions objects={objects} />
    </Workbench>
  );
}
