// The frame of every builder: what can be added at the left, the work, what is chosen at the right.

import { type ReactNode, useEffect, useRef, useState } from "react";

import { useAutoScroll } from "./dnd/dnd";
import { Panel } from "./Panel";
import { type Shortcut, Shortcuts } from "./Shortcuts";
import { TopBar } from "./TopBar";
import { Dialog } from "./ui/Dialog";
import { draft } from "./useDraft";
import { useShortcuts } from "./useShortcuts";
import { useWide } from "./useWide";
import styles from "./Workbench.module.css";

export interface WorkbenchProps {
  readonly title: string;
  /** What can be added; a sheet on phones. */
  readonly palette?: ReactNode;
  readonly paletteTitle?: string;
  readonly paletteOpen?: boolean;
  readonly onPalette?: (open: boolean) => void;
  /** What is chosen; a sheet on phones. */
  readonly properties?: ReactNode;
  readonly propertiesTitle?: string;
  readonly onCloseProperties?: () => void;
  /** Buttons of this builder beside those every builder has. */
  readonly actions?: ReactNode;
  /** Shows the place of a finding, which is a JSON Pointer into the document. */
  readonly onJump: (path: string) => void;
  /** What keys do in this builder, beside what they do in every one; of conditions if nothing is said. */
  readonly shortcuts?: readonly Shortcut[];
  readonly children: ReactNode;
}

export function Workbench(props: WorkbenchProps) {
  const wide = useWide();
  const canvas = useRef<HTMLDivElement>(null);
  const [keys, showKeys] = useState(false);
  useAutoScroll(canvas);
  useShortcuts();
  useLeaving();
  const { palette, properties, paletteTitle = "", propertiesTitle = "" } = props;
  return (
    <div className={styles.bench}>
      <TopBar
        title={props.title}
        onJump={props.onJump}
        actions={props.actions}
        onKeys={() => showKeys(true)}
      />
      <div className={styles.panes}>
        {palette && wide ? (
          <Panel side="left" title={paletteTitle}>
            {palette}
          </Panel>
        ) : null}
        <div className={styles.canvas} ref={canvas}>
          {props.children}
        </div>
        {properties && wide ? (
          <Panel side="right" title={propertiesTitle} onClose={props.onCloseProperties}>
            {properties}
          </Panel>
        ) : null}
      </div>
      <Shortcuts open={keys} onOpen={showKeys} own={props.shortcuts} />
      {wide ? null : (
        <>
          <Dialog
            sheet
            title={paletteTitle}
            open={Boolean(palette && props.paletteOpen)}
            onClose={() => props.onPalette?.(false)}
          >
            {palette}
          </Dialog>
          <Dialog
            sheet
            title={propertiesTitle}
            open={Boolean(properties)}
            onClose={() => props.onCloseProperties?.()}
          >
            {properties}
          </Dialog>
        </>
      )}
    </div>
  );
}

/** Saves when the page is left, keeps the steps for the next one, and asks only if work is at risk. */
function useLeaving(): void {
  useEffect(() => {
    const inHand = draft();
    const warn = (event: BeforeUnloadEvent) => {
      if (inHand.isDirty) event.preventDefault();
    };
    const hidden = () => {
      if (document.visibilityState === "hidden") void inHand.save();
    };
    const leave = () => inHand.leave();
    const back = () => void inHand.save();
    const sealed = () => inHand.seal();
    addEventListener("beforeunload", warn);
    addEventListener("visibilitychange", hidden);
    addEventListener("pagehide", leave);
    addEventListener("online", back);
    addEventListener("focusout", sealed);
    return () => {
      removeEventListener("beforeunload", warn);
      removeEventListener("visibilitychange", hidden);
      removeEventListener("pagehide", leave);
      removeEventListener("online", back);
      removeEventListener("focusout", sealed);
    };
  }, []);
}
