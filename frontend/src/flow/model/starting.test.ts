import { expect, test } from "vitest";

import { begun } from "./starting";

const STARTER = {
  key: "birthday",
  label: { zh: "生日", en: "Birthday" },
  about: { zh: "生日", en: "Birthday" },
  lacks: null,
  flow: { trigger: { kind: "date_field" }, start: "a", steps: [{ key: "a", kind: "end" }] },
};

test("a template keeps the name and the folder, and comes switched off", () => {
  const flow = { key: "mine", label: { zh: "我的", en: "Mine" }, folder: "门店", enabled: true };
  expect(begun(flow, STARTER)).toEqual({
    ...flow,
    enabled: false,
    trigger: { kind: "date_field" },
    start: "a",
    steps: [{ key: "a", kind: "end" }],
  });
});
