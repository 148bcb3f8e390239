// Findings are told under the names of fields, so that moving one does not blame another.

import { expect, it } from "vitest";

import type { Finding } from "../../generated/draft";
import { namedIn, saidOf } from "./findings";

const document = {
  objects: [
    { key: "member", fields: [{ key: "a" }, { key: "b", options: { choices: [] } }] },
    { key: "visit", fields: [] },
  ],
};

function finding(path: string): Finding {
  const message = { zh: path, en: path };
  return { path, message, severity: "error", fix: null, example: null };
}

it("finds the field and the part of it that is meant", () => {
  const said = namedIn([finding("/objects/0/fields/1/options/choices/0/key")], document);
  expect(said).toMatchObject([{ object: "member", field: "b", part: "options/choices/0/key" }]);
  expect(saidOf(said, "options/choices")).toContain("/objects/0");
  expect(saidOf(said, "options/min")).toBeNull();
});

it("tells of an object what is not of one of its fields, and leaves other places alone", () => {
  const all = ["/objects/1/occurred", "/objects/7/label", "/ladders/0", "/objects/0/fields"];
  const said = namedIn(all.map(finding), document);
  expect(said.map((each) => [each.object, each.field, each.part])).toEqual([
    ["visit", null, "occurred"],
    ["member", null, "fields"],
  ]);
});
