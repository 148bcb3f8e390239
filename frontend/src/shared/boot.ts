// What the page carries for its island: read once, as JSON that is never executed.

import { setNonce } from "get-nonce";

import type { DraftState } from "../generated/draft";

export interface Boot<Page> {
  readonly csrf: string;
  readonly program: number;
  readonly draft: DraftState;
  readonly urls: Readonly<Record<string, string>>;
  readonly may: { readonly edit: boolean; readonly publish: boolean };
  readonly page: Page;
}

let read: Boot<unknown> | undefined;

export function boot<Page = unknown>(): Boot<Page> {
  if (read === undefined) {
    const carrier = document.querySelector<HTMLScriptElement>("script#boot");
    if (!carrier) throw new Error("This page carries nothing for its island.");
    // What floats locks the page behind it with a style of its own, which the policy asks a nonce of.
    setNonce(carrier.nonce);
    read = JSON.parse(carrier.textContent ?? "{}") as Boot<unknown>;
  }
  return read as Boot<Page>;
}

/** Gives an address of the page by its name; the server lists them. */
export function url(name: string): string {
  const found = boot().urls[name];
  if (found === undefined) throw new Error(`The page does not say where ${name} is.`);
  return found;
}
