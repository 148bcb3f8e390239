import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { FlowRead } from "../../generated/flow";
import { between, boxed } from "./boxing";
import { CARD, layoutOf } from "./layout";
import { TRIGGER } from "./reading";
import { flow, graph } from "./samples";
import { searched } from "./searching";

const CHAIN = flow({ gift: ["gift", "rest"], rest: ["mail", "last"], last: ["gift"] });
const READ: FlowRead = {
  readable: true,
  trigger: { zh: "生日当天 09:00", en: "On the birthday, 09:00" },
  steps: {
    gift: { sentence: { zh: "发一张“专属券”", en: "Give one Special coupon" }, ways: null },
  },
};

function looked(text: string) {
  return searched(graph(CHAIN), READ, [], text);
}

describe("a step is found", () => {
  test("by its key, its kind and what it says, in the order of the flow", () => {
    expect(looked("gift")).toEqual(["gift", "last"]);
    expect(looked("专属券")).toEqual(["gift"]);
    expect(looked("SPECIAL give")).toEqual(["gift"]);
    expect(looked("生日")).toEqual([TRIGGER]);
  });

  test("not at all by words that nothing says, nor by none", () => {
    expect(looked("zzz")).toEqual([]);
    expect(looked("  ")).toEqual([]);
  });

  test("by a note beside it and by what is set on it", () => {
    const notes = [{ key: "note", text: { zh: "问小王", en: "Ask Wang" }, step: "rest" }];
    expect(searched(graph(CHAIN), READ, notes, "小王")).toEqual(["rest"]);
    const set = {
      ...CHAIN,
      steps: [{ key: "gift", kind: "gift", options: { a: { b: ["tea"] } } }],
    };
    expect(searched(graph({ ...set, start: "gift" }), READ, [], "tea")).toEqual(["gift"]);
  });
});

describe("a box on the canvas", () => {
  const layout = layoutOf(graph(CHAIN), []);

  test("around everything chooses every step and never the trigger", () => {
    const all = { x: -10_000, y: -10_000, width: 20_000, height: 20_000 };
    expect([...boxed(layout, all)].sort()).toEqual(["gift", "last", "rest"]);
  });

  test("is the same from whichever corner it is drawn, and chooses what it touches", () => {
    const number = fc.integer({ min: -800, max: 800 });
    const point = fc.record({ x: number, y: number });
    fc.assert(
      fc.property(point, point, (one, other) => {
        expect(between(one, other)).toEqual(between(other, one));
        const box = between(one, other);
        for (const key of boxed(layout, box)) {
          const at = layout.cards.get(key) ?? { x: 0, y: 0 };
          expect(Math.abs(box.x + box.width / 2 - at.x)).toBeLessThan((box.width + CARD.width) / 2);
        }
      }),
    );
  });
});
