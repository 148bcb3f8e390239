// Conditions of pages that are forms: each text of JSON-Logic is edited as rules, and sent as before.

import { createRoot } from "react-dom/client";

import { ConditionField } from "./ConditionField";

for (const text of document.querySelectorAll<HTMLTextAreaElement>("textarea[data-condition]")) {
  const place = text.closest(".field");
  if (place) {
    const editor = document.createElement("div");
    place.before(editor);
    createRoot(editor).render(<ConditionField text={text} field={place} />);
  }
}
