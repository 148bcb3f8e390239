// Chinese first, English beside it: every text of the interface stands in the code in both.

export interface Words {
  readonly zh: string;
  readonly en: string;
}

export type Language = "zh" | "en";

export const language: Language =
  typeof document !== "undefined" && document.documentElement.lang.startsWith("en") ? "en" : "zh";

/** Gives what an operator named, in the language of the page, or in the other one if it is blank. */
export function t(words: Words | string | null | undefined): string {
  if (words === null || words === undefined) return "";
  if (typeof words === "string") return words;
  return language === "en" ? words.en || words.zh : words.zh || words.en;
}

/** Gives a text of the interface in the language of the page. */
export function w(zh: string, en: string): string {
  return language === "en" ? en : zh;
}
