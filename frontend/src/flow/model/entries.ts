// What the menu at a way offers, and what of it fits what is typed.

import type { FlowPalette, StepKindOffered } from "../../generated/flow";
import type { Words } from "../../shared/words";
import type { Clip } from "./clips";
import type { Graph } from "./graph";
import { branching, type Spot, TRIGGER } from "./reading";

interface Common {
  readonly id: string;
  readonly label: Words;
  readonly group: Words;
  readonly tone: string;
}

export type Entry =
  | (Common & { readonly sort: "kind"; readonly kind: StepKindOffered })
  | (Common & { readonly sort: "paste"; readonly clip: Clip })
  | (Common & { readonly sort: "to"; readonly to: string | null });

const COPIED: Words = { zh: "剪贴板", en: "Clipboard" };
const LEADS: Words = { zh: "转到已有的一步", en: "Go to a step there is" };

export function entriesOf(
  palette: FlowPalette,
  graph: Graph,
  spot: Spot,
  clip: Clip | null,
): readonly Entry[] {
  const to = targetAt(graph, spot);
  const kinds = palette.groups.flatMap((group) =>
    palette.steps
      .filter((each) => each.group === group.key)
      .filter((each) => to === null || each.ways.length > 0 || branching(each) !== undefined)
      .map(
        (kind): Entry => ({
          sort: "kind",
          id: `kind ${kind.key}`,
          label: kind.label,
          group: group.label,
          tone: kind.group,
          kind,
        }),
      ),
  );
  const count = clip?.steps.length ?? 0;
  const pasted: Entry[] = clip
    ? [
        {
          sort: "paste",
          id: "paste",
          label: { zh: `粘贴 ${count} 步`, en: `Paste ${count} steps` },
          group: COPIED,
          tone: "none",
          clip,
        },
      ]
    : [];
  return [...kinds, ...pasted, ...leads(graph, spot, to)];
}

function targetAt(graph: Graph, { from, way }: Spot): string | null {
  if (from === TRIGGER) return graph.start;
  return graph.nodes.get(from)?.ways.find((each) => each.key === way)?.to ?? null;
}

/** Lists the steps a way may lead to; one that leads on already is changed in the settings. */
function leads(graph: Graph, spot: Spot, to: string | null): readonly Entry[] {
  const back = graph.back.has(`${spot.from} ${spot.way}`);
  if (to !== null && !back) return [];
  const others = graph.order.flatMap((key): Entry[] => {
    const node = graph.nodes.get(key);
    if (!node || key === spot.from || key === to) return [];
    const { zh, en } = node.step.label;
    const named = { zh: node.kind?.label.zh ?? key, en: node.kind?.label.en ?? key };
    const label = { zh: zh || en || named.zh, en: en || zh || named.en };
    return [{ sort: "to", id: `to ${key}`, label, group: LEADS, tone: "none", to: key }];
  });
  const cut: Entry = {
    sort: "to",
    id: "cut",
    label: { zh: "断开，到此结束", en: "Lead nowhere: it ends here" },
    group: LEADS,
    tone: "none",
    to: null,
  };
  return to === null ? others : [...others, cut];
}

/** Gives the entries whose names have what is typed, those that begin with it first. */
export function found(entries: readonly Entry[], text: string): readonly Entry[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return entries;
  return entries.filter((each) =>
    `${each.label.zh} ${each.label.en} ${each.group.zh} ${each.group.en} ${each.id}`
      .toLowerCase()
      .includes(wanted),
  );
}
