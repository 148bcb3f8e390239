// What the editor of forms has in hand besides the draft: which form, what is chosen, how it is shown.

import { create } from "zustand";

import type { FormsIsland } from "../generated/forms";
import { boot } from "../shared/boot";
import type { Path } from "../shared/json";
import { formsOf, type Palettes } from "./model/reading";

export type Screen = "desktop" | "phone";

interface Chosen {
  readonly form: number;
  /** A page or an item, by its place in the document; null is the form itself. */
  readonly path: Path | null;
  readonly screen: Screen;
  readonly palette: boolean;
  /** On phones the settings are a sheet that is open or not. */
  readonly open: boolean;
}

export function page(): FormsIsland {
  return boot<FormsIsland>().page;
}

export function palettes(): Palettes {
  return { items: page().palette, fields: page().fields };
}

function first(): number {
  const wanted = page().chosen;
  const forms = formsOf(boot().draft.content as never);
  return Math.max(
    0,
    forms.findIndex((each) => each.key === wanted),
  );
}

export const useChosen = create<Chosen>(() => ({
  form: first(),
  path: null,
  screen: "desktop",
  palette: false,
  open: false,
}));

export function choose(path: Path | null): void {
  useChosen.setState({ path, open: true });
}

export function chooseForm(form: number): void {
  useChosen.setState({ form, path: null, open: false });
}

export function isChosen(path: Path): boolean {
  return useChosen.getState().path?.join("/") === path.join("/");
}
