// The page of the ladder editor: ladders as tabs, the rungs, and what is chosen beside them.

import { useEffect, useMemo, useState } from "react";

import type { Finding } from "../../generated/draft";
import { boot, url } from "../../shared/boot";
import type { Json } from "../../shared/json";
import { Button } from "../../shared/ui/Button";
import { Eye } from "../../shared/ui/icons";
import { useAt, useDraft } from "../../shared/useDraft";
import { useWide } from "../../shared/useWide";
import { Workbench } from "../../shared/Workbench";
import { t, w } from "../../shared/words";
import { laddersOf } from "../model/edits";
import { spotOf } from "../model/place";
import { idsOf, labelOf, listAt } from "../model/reading";
import { choose, jump, useChosen, useReader } from "../state";
import { Beginning } from "./Beginning";
import { Impact } from "./Impact";
import { LadderHead } from "./LadderHead";
import { LadderPane } from "./LadderPane";
import styles from "./ladder.module.css";
import { Palette } from "./Palette";
import { Rungs } from "./Rungs";
import { Tabs } from "./Tabs";
import { ThresholdAxis } from "./ThresholdAxis";
import { TierPane } from "./TierPane";

const NOTHING: readonly Finding[] = [];

export function LadderPage() {
  useReader();
  useEffect(() => {
    if (location.hash.startsWith("#/")) jump(decodeURIComponent(location.hash.slice(1)));
  }, []);
  const document = useDraft((now) => now.document);
  const ladders = laddersOf(document);
  const chosen = useChosen();
  const wide = useWide();
  const place = Math.min(chosen.ladder, Math.max(ladders.length - 1, 0));
  const ladder = ladders[place];
  const findings = useFindings(place);
  const [impact, setImpact] = useState(false);
  const pane = usePane(place, ladder, findings);
  return (
    <Workbench
      title={w("等级", "Tiers")}
      onJump={follow}
      {...(ladder && wide && boot().may.edit
        ? { palette: <Palette ladder={place} />, paletteTitle: w("拖到等级上", "Drag onto a tier") }
        : {})}
      {...(pane ? { properties: pane.body, propertiesTitle: pane.title } : {})}
      onCloseProperties={leave}
      actions={
        boot().urls.impact && ladder ? (
          <Button icon={<Eye size={16} />} onClick={() => setImpact(true)}>
            {w("影响预览", "Preview impact")}
          </Button>
        ) : null
      }
    >
      {ladder ? (
        <div className={styles.page}>
          <Tabs ladders={ladders} chosen={place} />
          <LadderHead place={place} ladder={ladder} findings={findings.ladder} />
          <ThresholdAxis ladder={place} />
          <Rungs place={place} ladder={ladder} findings={findings.tiers} />
        </div>
      ) : (
        <Beginning />
      )}
      <Impact open={impact} onClose={() => setImpact(false)} />
    </Workbench>
  );
}

function follow(pointer: string): void {
  if (jump(pointer)) return;
  if (pointer.startsWith("/parameters")) location.assign(url("parameters"));
  else location.assign(`${url("document")}#${pointer}`);
}

/** Closes what is chosen and goes back to where it was chosen. */
function leave(): void {
  const { what } = useChosen.getState();
  choose(null);
  const id = what !== null && what !== "ladder" ? what.tier : "";
  const rung = window.document.querySelector<HTMLElement>(`[data-rung="${CSS.escape(id)}"]`);
  rung?.focus();
}

interface Found {
  readonly ladder: readonly Finding[];
  readonly tiers: ReadonlyMap<number, readonly Finding[]>;
}

/** Gives what is found about a ladder, and about each of its tiers. */
function useFindings(place: number): Found {
  const all = useDraft((now) => now.findings);
  return useMemo(() => {
    const tiers = new Map<number, Finding[]>();
    const ladder: Finding[] = [];
    for (const each of all) {
      const spot = spotOf(each.path);
      if (spot?.ladder !== place) continue;
      if (spot.tier === null) ladder.push({ ...each, path: spot.field });
      else {
        const mine = tiers.get(spot.tier) ?? [];
        mine.push({ ...each, path: spot.field });
        tiers.set(spot.tier, mine);
      }
    }
    return { ladder, tiers };
  }, [all, place]);
}

function usePane(place: number, ladder: Json | undefined, findings: Found) {
  const what = useChosen((now) => now.what);
  const tiers = listAt(useAt(["ladders", place]), ["tiers"]);
  if (ladder === undefined || what === null) return null;
  if (what === "ladder") {
    return {
      title: w(`体系设置：${t(labelOf(ladder))}`, `Ladder: ${t(labelOf(ladder))}`),
      body: <LadderPane place={place} ladder={ladder} findings={findings.ladder} />,
    };
  }
  const n = idsOf(tiers).indexOf(what.tier);
  const tier = tiers[n];
  if (tier === undefined) return null;
  return {
    title: t(labelOf(tier)),
    body: (
      <TierPane
        key={what.tier}
        ladder={place}
        place={n}
        tier={tier}
        findings={findings.tiers.get(n) ?? NOTHING}
      />
    ),
  };
}
