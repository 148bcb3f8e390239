// Which budgets of the draft a benefit that is given one by one may draw on.

import type { Json } from "../../shared/json";
import type { Words } from "../../shared/words";
import { keyOf, labelOf, objectOf } from "./reading";

export interface BudgetChoice {
  readonly value: string;
  readonly label: Words;
}

/** Gives the budgets of benefits that count only what names them; those of all count anyway. */
export function budgetsOfBenefits(budgets: readonly Json[]): readonly BudgetChoice[] {
  return budgets
    .filter((each) => objectOf(each).of === "benefits" && objectOf(each).all !== true)
    .map((each) => ({ value: keyOf(each), label: labelOf(each) }));
}
