// The lines between cards, with round corners; the path of a run is lit.

import { memo } from "react";

import type { Line, Point } from "../model/layout";
import { useTrack } from "../state";
import styles from "./flow.module.css";

const ROUND = 12;

/** Writes a line through points that lie above or beside each other, with round corners. */
export function pathOf(points: readonly Point[]): string {
  const [first, ...rest] = points;
  if (!first) return "";
  const parts = [`M${first.x} ${first.y}`];
  rest.forEach((here, n) => {
    const before = points[n] ?? first;
    const after = points[n + 2];
    if (!after) {
      parts.push(`L${here.x} ${here.y}`);
      return;
    }
    const into = toward(here, before);
    const out = toward(here, after);
    parts.push(`L${into.x} ${into.y}`, `Q${here.x} ${here.y} ${out.x} ${out.y}`);
  });
  return parts.join("");
}

function toward(from: Point, to: Point): Point {
  const far = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  const step = Math.min(ROUND, far / 2);
  return {
    x: from.x + Math.sign(to.x - from.x) * step,
    y: from.y + Math.sign(to.y - from.y) * step,
  };
}

export const Lines = memo(function Lines({ lines }: { readonly lines: readonly Line[] }) {
  const track = useTrack();
  const lit = (each: Line) => track?.ways.has(each.id) ?? false;
  // What is lit is drawn last, so that it lies above the others.
  const ordered = track
    ? [...lines].sort((one, other) => Number(lit(one)) - Number(lit(other)))
    : lines;
  return (
    <svg className={styles.lines} aria-hidden="true" role="presentation">
      <defs>
        {["line", "lit", "back"].map((each) => (
          <marker
            key={each}
            id={`arrow-${each}`}
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="8"
            markerHeight="8"
            orient="auto-start-reverse"
            markerUnits="userSpaceOnUse"
          >
            <path d="M0 0 L8 4 L0 8 z" className={styles[`arrow_${each}`]} />
          </marker>
        ))}
      </defs>
      {ordered.map((each) => {
        const sort = lit(each) ? "lit" : each.sort;
        const arrow =
          each.to === null ? null : lit(each) ? "lit" : each.sort === "back" ? "back" : "line";
        return (
          <path
            key={each.id}
            d={pathOf(each.points)}
            className={styles.line}
            data-sort={sort}
            data-dim={track !== null && !lit(each)}
            {...(arrow ? { markerEnd: `url(#arrow-${arrow})` } : {})}
          />
        );
      })}
    </svg>
  );
});
