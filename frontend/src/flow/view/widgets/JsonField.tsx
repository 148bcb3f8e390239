// An option this page knows no better way to ask for, as JSON.

import { JsonArea } from "../../../shared/JsonArea";
import { labelOf, type WidgetProps } from "../Widget";

export function JsonField({ option, value, locked, error, onChange }: WidgetProps) {
  return (
    <JsonArea
      label={labelOf(option)}
      value={value}
      disabled={locked}
      error={error}
      onChange={(next) => onChange(next)}
    />
  );
}
