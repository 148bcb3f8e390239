// The page of an automation being designed: kinds of steps, the canvas, what is chosen.

import { lazy, type ReactNode, Suspense, useEffect } from "react";

import { boot, url } from "../../shared/boot";
import { openElsewhere } from "../../shared/elsewhere";
import { Button, IconButton } from "../../shared/ui/Button";
import { Play, Plus, Search, Settings } from "../../shared/ui/icons";
import { useDraft } from "../../shared/useDraft";
import { useWide } from "../../shared/useWide";
import { Workbench } from "../../shared/Workbench";
import { t, w } from "../../shared/words";
import { aboutOf } from "../model/findings";
import { listOf, placeOf, wordsOf } from "../model/reading";
import {
  close,
  flowNow,
  graphNow,
  island,
  mayEdit,
  open,
  pathOfFlow,
  stand,
  useCounter,
  useFlow,
  useHand,
  useReader,
} from "../state";
import { ChosenBar } from "./ChosenBar";
import { FindBar } from "./FindBar";
import styles from "./flow.module.css";
import { KEYS } from "./keys";
import { Palette } from "./Palette";
import { Picture } from "./Picture";
import { RemoveDialog } from "./RemoveDialog";
import { RunBar } from "./RunBar";
import { titleOf } from "./title";

// What is chosen is drawn with far more than the canvas needs to be seen.
const loading = () => import("./Pane");
const Pane = lazy(loading);
const Beginning = lazy(() => import("./Beginning").then((found) => ({ default: found.Beginning })));

export function FlowPage() {
  useReader();
  useCounter();
  useEffect(() => {
    // It is at hand by the time something is chosen.
    void loading();
    if (location.hash.startsWith("#/")) jump(decodeURIComponent(location.hash.slice(1)));
  }, []);
  const flow = useFlow();
  const isEmpty = listOf(flow.steps).length === 0;
  const isThere = useDraft(({ document }) => placeOf(document, island().key) >= 0);
  const what = useHand((now) => now.what);
  const palette = useHand((now) => now.palette);
  const wide = useWide();
  const name = t(wordsOf(flow.label, island().key));
  if (!isThere) return <Gone />;
  return (
    <Workbench
      title={name}
      onJump={jump}
      {...(mayEdit()
        ? {
            palette: <Palette />,
            paletteTitle: w("拖到线上", "Drag onto a line"),
            paletteOpen: palette,
            onPalette: (next: boolean) => useHand.setState({ palette: next }),
          }
        : {})}
      {...(what === null
        ? {}
        : {
            properties: (
              <Suspense fallback={<div aria-busy="true" />}>
                <Pane what={what} />
              </Suspense>
            ),
            propertiesTitle: titleOf(what, graphNow()),
          })}
      onCloseProperties={close}
      shortcuts={KEYS}
      actions={<Actions wide={wide} />}
    >
      <Picture>
        <FindBar />
        <RunBar />
        <ChosenBar />
        {isEmpty && mayEdit() ? (
          <Suspense fallback={null}>
            <Beginning />
          </Suspense>
        ) : null}
        {!wide && mayEdit() ? (
          <button
            type="button"
            className={`button button--primary ${styles.floating}`}
            onClick={() => useHand.setState({ palette: true })}
          >
            <Plus size={16} />
            {w("添加步骤", "Add a step")}
          </button>
        ) : null}
      </Picture>
      <RemoveDialog />
    </Workbench>
  );
}

function Actions({ wide }: { readonly wide: boolean }) {
  return (
    <>
      {boot().urls.dry_run ? (
        <Action
          wide={wide}
          label={w("试运行", "Dry run")}
          icon={<Play size={16} />}
          onClick={() => useHand.setState({ what: "try" })}
        />
      ) : null}
      <Action
        wide={false}
        label={w("查找步骤（Ctrl+F）", "Find a step (Ctrl+F)")}
        icon={<Search size={16} />}
        onClick={() => useHand.setState({ finding: true })}
      />
      <Action
        wide={wide}
        label={w("设置", "Settings")}
        icon={<Settings size={16} />}
        onClick={() => useHand.setState({ what: "flow" })}
      />
    </>
  );
}

interface ActionProps {
  readonly wide: boolean;
  readonly label: string;
  readonly icon: ReactNode;
  readonly onClick: () => void;
}

/** A button with its words where there is room for them. */
function Action({ wide, label, icon, onClick }: ActionProps) {
  if (!wide) {
    return (
      <IconButton label={label} onClick={onClick}>
        {icon}
      </IconButton>
    );
  }
  return (
    <Button icon={icon} onClick={onClick}>
      {label}
    </Button>
  );
}

/** Shows the place of a finding. */
export function jump(pointer: string): void {
  const about = aboutOf(pointer, Number(pathOfFlow()[1]), flowNow());
  if (about === null) openElsewhere(pointer);
  else if (about.card === null) useHand.setState({ what: "flow", field: about.field });
  else {
    stand(about.card);
    open(about.card, about.field);
  }
}

function Gone() {
  return (
    <div className={styles.gone}>
      <p>
        {w(
          "草稿里没有这个自动化了。可以撤销，或回到列表。",
          "The draft has no such automation any more. Undo, or go back to the list.",
        )}
      </p>
      <a className="button" href={url("flows")}>
        {w("全部自动化", "All automations")}
      </a>
    </div>
  );
}
