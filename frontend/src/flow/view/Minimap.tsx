// The whole picture, small: where one looks, and a way to look elsewhere.

import { memo, type PointerEvent, useEffect, useRef } from "react";

import { w } from "../../shared/words";
import styles from "./flow.module.css";
import { areaOf, type Drawn } from "./nodes";
import type { Viewport } from "./viewport";

const AROUND = 60;

export const Minimap = memo(function Minimap({
  drawn,
  viewport,
}: {
  readonly drawn: readonly Drawn[];
  readonly viewport: Viewport;
}) {
  const picture = useRef<SVGSVGElement>(null);
  const frame = useRef<SVGRectElement>(null);
  useEffect(() => {
    const draw = () => {
      const { x, y, width, height } = viewport.seen;
      const rect = frame.current;
      rect?.setAttribute("x", String(x));
      rect?.setAttribute("y", String(y));
      rect?.setAttribute("width", String(width));
      rect?.setAttribute("height", String(height));
    };
    draw();
    return viewport.subscribe(draw);
  }, [viewport]);
  const all = areaOf(drawn);
  const go = (event: PointerEvent) => {
    const matrix = picture.current?.getScreenCTM();
    if (event.buttons === 0 || !matrix) return;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(matrix.inverse());
    const { zoom } = viewport.view;
    const { width, height } = viewport.size;
    viewport.set({ x: width / 2 - at.x * zoom, y: height / 2 - at.y * zoom, zoom });
  };
  const box = [all.x - AROUND, all.y - AROUND, all.width + 2 * AROUND, all.height + 2 * AROUND];
  return (
    <svg
      ref={picture}
      className={styles.minimap}
      viewBox={box.join(" ")}
      role="img"
      aria-label={w("缩略图", "Minimap")}
      data-above
      onPointerDown={go}
      onPointerMove={go}
    >
      {drawn.map((each) =>
        each.type === "opening" ? null : (
          <rect
            key={each.id}
            x={each.x}
            y={each.y}
            width={each.width}
            height={each.height}
            rx={14}
            className={styles.mapped}
            data-sort={each.type}
          />
        ),
      )}
      <rect ref={frame} className={styles.looking} rx={8} />
    </svg>
  );
});
