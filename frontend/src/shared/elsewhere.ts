// Places of the document that another page of the builder shows.

import { boot } from "./boot";

/** The name of the address where each part of the document is edited. */
const PAGES: Readonly<Record<string, string>> = {
  ladders: "ladder",
  objects: "objects",
  forms: "forms",
  parameters: "parameters",
  coupons: "designs",
  benefits: "designs",
};

/** Opens the page that shows a place; the whole document where no page of its own does. */
export function openElsewhere(pointer: string): void {
  const { urls } = boot();
  const page = urls[PAGES[pointer.split("/")[1] ?? ""] ?? "document"] ?? urls.document;
  if (page) location.assign(`${page}#${pointer}`);
}
