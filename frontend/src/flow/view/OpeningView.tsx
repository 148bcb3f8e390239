// A way between two cards: its name, the plus that opens the menu of steps, and where drags end.

import { Popover } from "radix-ui";
import { memo, useRef } from "react";

import { type Dragged, useDrop } from "../../shared/dnd/dnd";
import floating from "../../shared/ui/floating.module.css";
import { Back, Plus } from "../../shared/ui/icons";
import { t, w } from "../../shared/words";
import { fits, insert, move, nameAt } from "../actions";
import { mayMove } from "../model/edits";
import type { Opening } from "../model/layout";
import { TRIGGER } from "../model/reading";
import { graphNow, island, mayEdit, stand, useHand, useTrack } from "../state";
import styles from "./flow.module.css";
import { InsertMenu } from "./InsertMenu";

export const OpeningView = memo(function OpeningView({ opening }: { readonly opening: Opening }) {
  const element = useRef<HTMLDivElement>(null);
  const { isOver } = useDrop(element, {
    accepts: (held) => takes(held, opening),
    edges: null,
    onDrop: (held) => drop(held, opening),
    disabled: !mayEdit(),
  });
  const allowed = useHand(({ held }) =>
    held === null || held === "" ? true : mayMove(graphNow(), held, opening.spot),
  );
  const track = useTrack();
  const taken = track?.ways.has(opening.id) ?? false;
  if (!mayEdit() && !opening.named) return <End opening={opening} />;
  return (
    <div
      ref={element}
      className={styles.opening}
      data-sort={opening.sort}
      data-slot={`${opening.spot.from}:${opening.spot.way}`}
      data-over={isOver}
      data-allowed={allowed}
    >
      {opening.named ? (
        <span
          className={styles.way}
          data-taken={taken}
          data-dim={track !== null && !taken}
          title={t(opening.way.label)}
        >
          {t(opening.way.label)}
        </span>
      ) : null}
      {opening.sort === "back" && opening.way.to !== null ? <Return to={opening.way.to} /> : null}
      {mayEdit() ? <Add opening={opening} /> : <End opening={opening} />}
      {isOver ? <span className={styles.line3} aria-hidden="true" /> : null}
    </div>
  );
});

function End({ opening }: { readonly opening: Opening }) {
  return opening.sort === "open" ? <span className={styles.end} aria-hidden="true" /> : null;
}

function Return({ to }: { readonly to: string }) {
  const name = nameAt(to);
  return (
    <button
      type="button"
      className={`${styles.return}`}
      tabIndex={-1}
      title={w(`回到“${name}”`, `Back to ${name}`)}
      onClick={() => stand(to)}
    >
      <Back size={14} />
      <span>{w(`回到 ${name}`, `To ${name}`)}</span>
    </button>
  );
}

function Add({ opening }: { readonly opening: Opening }) {
  const { spot, way, named } = opening;
  const isOpen = useHand(
    ({ inserting }) => inserting?.from === spot.from && inserting.way === spot.way,
  );
  const from = spot.from === TRIGGER ? w("触发之后", "After the trigger") : nameAt(spot.from);
  const label = w(
    `在“${from}${named ? ` · ${t(way.label)}` : ""}”后面添加`,
    `Add after ${from}${named ? `, ${t(way.label)}` : ""}`,
  );
  const toggle = (next: boolean) => useHand.setState({ inserting: next ? spot : null });
  const button = (
    <button
      type="button"
      className={`${styles.plus}`}
      tabIndex={-1}
      aria-label={label}
      title={label}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      {...(isOpen ? {} : { onClick: () => toggle(true) })}
    >
      <Plus size={14} />
    </button>
  );
  // What floats is made only once it is asked for: a long flow has hundreds of these.
  if (!isOpen) return button;
  return (
    <Popover.Root
      open
      onOpenChange={(next) => {
        toggle(next);
        if (!next) stand(spot.from);
      }}
    >
      <Popover.Trigger asChild>{button}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className={floating.popover}
          sideOffset={6}
          collisionPadding={8}
          aria-label={label}
          // The focus goes to the card that was added, or back to the one before.
          onCloseAutoFocus={(event) => event.preventDefault()}
        >
          <InsertMenu spot={spot} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function takes(held: Dragged, opening: Opening): boolean {
  if (held.sort === "kind") {
    const kind = island().kinds.steps.find((each) => each.key === held.kind);
    return kind !== undefined && fits(kind, opening.spot);
  }
  return held.sort === "step" && mayMove(graphNow(), String(held.key), opening.spot);
}

function drop(held: Dragged, opening: Opening): void {
  const kind = island().kinds.steps.find((each) => each.key === held.kind);
  if (held.sort === "kind" && kind) insert(kind, opening.spot);
  else if (held.sort === "step") move(String(held.key), opening.spot);
}
