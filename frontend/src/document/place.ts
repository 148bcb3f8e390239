// Where in a text of JSON the value of a place begins.

import type { Path } from "../shared/json";

const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s{}[\]:,"]+/g;

interface Frame {
  readonly mapping: boolean;
  key: string;
  index: number;
  inValue: boolean;
}

/** Gives the offset of a place, or of the nearest one around it that is there. */
export function placeOf(text: string, path: Path): number {
  const wanted = path.map(String);
  const stack: Frame[] = [];
  let best = { depth: -1, offset: 0 };
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    const top = stack.at(-1);
    if (token === "}" || token === "]") stack.pop();
    else if (token === "," && top) {
      top.index += 1;
      top.inValue = !top.mapping;
    } else if (token === ":" && top) top.inValue = true;
    else if (top?.mapping && !top.inValue) top.key = JSON.parse(token) as string;
    else {
      const here = stack.map((each) => (each.mapping ? each.key : String(each.index)));
      const within = here.length <= wanted.length && here.every((part, n) => part === wanted[n]);
      if (within && here.length > best.depth) best = { depth: here.length, offset: match.index };
      if (token === "{" || token === "[") {
        stack.push({ mapping: token === "{", key: "", index: 0, inValue: token === "[" });
      }
    }
  }
  return best.offset;
}
