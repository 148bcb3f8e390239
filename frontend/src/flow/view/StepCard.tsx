// A step on the canvas: what it is, what it does, how many stand there, what is wrong with it.

import { type MouseEvent, memo, type ReactNode, useEffect, useRef, useState } from "react";

import type { StepKindOffered } from "../../generated/flow";
import { useDrag, useDrop } from "../../shared/dnd/dnd";
import { Off, Wrong } from "../../shared/ui/icons";
import { KindIcon } from "../../shared/ui/KindIcon";
import { useDraft } from "../../shared/useDraft";
import { useWide } from "../../shared/useWide";
import { t, w } from "../../shared/words";
import type { Step } from "../model/reading";
import { moveNote } from "../notes";
import { choose, hand, mayEdit, open, useCounts, useHand, useReading, useTrack } from "../state";
import { Counts } from "./Counts";
import { momentOf, nameOf, stateName, toneOf } from "./cards";
import { Faults } from "./Faults";
import styles from "./flow.module.css";
import { StepMenu } from "./StepMenu";

export interface StepCardProps {
  readonly step: Step;
  readonly kind: StepKindOffered | undefined;
  /** Whether nothing leads to it. */
  readonly loose: boolean;
}

export const StepCard = memo(function StepCard({ step, kind, loose }: StepCardProps) {
  const said = useReading((now) => now.read.steps[step.key]?.sentence);
  const element = useRef<HTMLDivElement>(null);
  const wide = useWide();
  const isDragged = useDrag(element, {
    data: { sort: "step", key: step.key },
    disabled: !mayEdit() || !wide,
  });
  // A note that is let go over a card stands beside it.
  const over = useDrop(element, {
    accepts: ({ sort }) => sort === "note",
    edges: null,
    onDrop: ({ key }) => moveNote(String(key), step.key),
    disabled: !mayEdit(),
  });
  return (
    <Card
      id={step.key}
      element={element}
      tone={toneOf(kind)}
      icon={<KindIcon name={kind?.icon ?? "circle-help"} size={18} />}
      kind={kind ? t(kind.label) : step.kind}
      name={nameOf(step, kind)}
      sentence={t(said)}
      off={step.off}
      held={isDragged}
      over={over.isOver}
      marks={
        <>
          {step.off ? (
            <span className={styles.offMark}>
              <Off size={12} />
              {w("已停用", "Off")}
            </span>
          ) : null}
          {loose ? (
            <span className={styles.looseMark}>
              <Wrong size={12} />
              {w("没有接上", "Not connected")}
            </span>
          ) : null}
        </>
      }
      foot={<Foot step={step} />}
      menu={<StepMenu step={step} />}
    />
  );
});

/** What is known of a step from those who went through it: the run that is shown, or all of them. */
function Foot({ step }: { readonly step: Step }) {
  const track = useTrack();
  const counts = useCounts(({ counts: now }) => now?.steps[step.key]);
  if (track) {
    const times = track.at.get(step.key);
    if (!times) return null;
    const last = track.last === step.key && track.state !== "done";
    return (
      <span className={styles.times} data-state={last ? track.state : "done"}>
        {momentOf(times.at(-1) ?? "")}
        {times.length > 1 ? ` ×${times.length}` : ""}
        {last ? ` · ${stateName(track.state)}` : ""}
      </span>
    );
  }
  return counts ? <Counts counts={counts} /> : null;
}

export interface CardProps {
  readonly id: string;
  readonly element: React.RefObject<HTMLDivElement | null>;
  readonly tone: string;
  readonly icon: ReactNode;
  readonly kind: string;
  readonly name: string;
  readonly sentence: string;
  readonly off?: boolean;
  readonly held?: boolean;
  readonly over?: boolean;
  readonly empty?: boolean;
  readonly marks?: ReactNode;
  readonly foot?: ReactNode;
  readonly menu?: ReactNode;
}

export function Card(props: CardProps) {
  const { id } = props;
  const isCurrent = useHand((now) => now.current === id);
  const isAlso = useHand((now) => now.also.has(id));
  const isSpotted = useHand((now) => now.spotted === id);
  const isOpen = useHand(({ what }) =>
    id === ""
      ? what === "trigger"
      : typeof what === "object" && what !== null && "step" in what && what.step === id,
  );
  const asked = useHand((now) => (now.current === id ? now.asked : 0));
  const lit = useTrackAt(id);
  const face = useRef<HTMLButtonElement>(null);
  const pressed = useRef(false);
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (asked > 0) face.current?.focus({ preventScroll: true });
  }, [asked]);
  const press = (event: MouseEvent) => {
    pressed.current = false;
    const { selecting } = hand();
    if (event.shiftKey || event.ctrlKey || event.metaKey || selecting) choose(id);
    else open(id);
  };
  return (
    <div
      ref={props.element}
      className={`${styles.card}`}
      data-step={id}
      data-tone={props.tone}
      data-chosen={isOpen || isAlso}
      data-spotted={isSpotted}
      data-off={props.off ?? false}
      data-held={props.held ?? false}
      data-over={props.over ?? false}
      data-empty={props.empty ?? false}
      data-lit={lit}
      onPointerEnter={() => setNear(true)}
      onPointerLeave={() => setNear(false)}
    >
      <button
        ref={face}
        type="button"
        className={styles.face}
        data-card={id}
        tabIndex={isCurrent ? 0 : -1}
        aria-pressed={isOpen || isAlso}
        onPointerDown={() => {
          pressed.current = true;
        }}
        onFocus={() => {
          // What is pressed is chosen when it is let go, with or without others.
          if (!isCurrent && !pressed.current) useHand.setState({ current: id });
        }}
        onClick={press}
      >
        <span className={styles.tile} aria-hidden="true">
          {props.icon}
        </span>
        <span className={styles.said}>
          <span className={styles.kind}>
            {props.kind === props.name ? null : <small>{props.kind}</small>}
            {props.marks}
          </span>
          <strong>{props.name}</strong>
          <span className={styles.sentence}>{props.sentence}</span>
        </span>
      </button>
      <span className={styles.corner}>
        <FaultsAt id={id} />
        {near || isOpen || isCurrent ? props.menu : null}
      </span>
      {props.foot}
    </div>
  );
}

function useTrackAt(id: string): string {
  const track = useTrack();
  if (!track) return "";
  if (id === "") return track.at.size > 0 ? "passed" : "off";
  if (!track.at.has(id)) return "off";
  return track.last === id && track.state !== "done" ? track.state : "passed";
}

function FaultsAt({ id }: { readonly id: string }) {
  const findings = useDraft((now) => now.findings);
  return mayEdit() ? <Faults id={id} findings={findings} /> : null;
}
