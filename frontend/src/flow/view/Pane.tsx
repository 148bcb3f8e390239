// The right pane: settings of a step, of the trigger, of the flow, a note, or the dry run.

import type { What } from "../state";
import { FlowPane } from "./FlowPane";
import { NotePane } from "./NotePane";
import { StepPane } from "./StepPane";
import { TriggerPane } from "./TriggerPane";
import { TryPane } from "./TryPane";

export default function Pane({ what }: { readonly what: Exclude<What, null> }) {
  if (what === "trigger") return <TriggerPane />;
  if (what === "flow") return <FlowPane />;
  if (what === "try") return <TryPane />;
  if ("note" in what) return <NotePane key={what.note} note={what.note} />;
  return <StepPane key={what.step} step={what.step} />;
}
