// Flows and kinds that the tests of the canvas speak of.

import type { FlowOption, FlowPalette, StepKindOffered } from "../../generated/flow";
import type { JsonObject } from "../../shared/json";
import { graphOf } from "./graph";

const words = (text: string) => ({ zh: text, en: text });

function option(key: string, widget: FlowOption["widget"]): FlowOption {
  return {
    key,
    label: words(key),
    widget,
    required: false,
    default: null,
    choices: [],
    least: 0,
    most: 100,
    about: "member",
    of: null,
    kinds: [],
  };
}

function kind(
  key: string,
  group: string,
  ways: readonly string[],
  options: readonly FlowOption[] = [],
): StepKindOffered {
  return {
    key,
    label: words(key),
    icon: "circle",
    group,
    options,
    ways: ways.map((each) => ({ key: each, label: words(each) })),
    acts: false,
    waits: false,
  };
}

export const PALETTE: FlowPalette = {
  groups: ["ways", "give", "tell"].map((key) => ({ key, label: words(key) })),
  steps: [
    kind("gift", "give", ["next"], [option("coupon", "coupon")]),
    kind("mail", "tell", ["next", "refused"]),
    kind("ask", "ways", ["yes", "no"]),
    kind("used", "ways", ["yes", "no"], [option("step", "step")]),
    kind("split", "ways", ["else"], [option("branches", "branches")]),
    kind("end", "ways", []),
  ],
  triggers: [],
  enrol: [],
  reentry: [],
  period: [],
  catch_up: [],
};

type Next = string | Readonly<Record<string, string>>;

/** Writes a flow from its steps: the kind of each, and where it leads. */
export function flow(steps: Readonly<Record<string, readonly [string, Next?]>>): JsonObject {
  const [start] = Object.keys(steps);
  return {
    key: "flow",
    label: words("flow"),
    ...(start ? { start } : {}),
    steps: Object.entries(steps).map(([key, [named, next]]) => ({
      key,
      kind: named,
      ...(next === undefined ? {} : { next }),
    })),
  };
}

export function graph(of: JsonObject) {
  return graphOf(of, PALETTE);
}

/** Two ways that meet again, and one that goes back. */
export const MEETING = flow({
  a: ["gift", "b"],
  b: ["ask", { yes: "c", no: "d" }],
  c: ["mail", "e"],
  d: ["gift", "e"],
  e: ["ask", { yes: "f", no: "a" }],
  f: ["end"],
});
