// Rows of the filter fit their fields. It uses `element` of app.js, which is loaded before.
"use strict";

// The page has rows of field, comparison and value that work by themselves; here each offers
// only what fits its field, and further rows can be added. The server writes the condition.
class FilterRows {
  constructor(form) {
    this.form = form;
    this.words = JSON.parse(document.getElementById("filter-words").textContent);
    this.rows = form.querySelector(".filter__rows");
    this.blank = this.rows.lastElementChild.cloneNode(true);
    for (const row of [...this.rows.children]) this.fit(row);
    const add = form.querySelector("[data-add-row]");
    add.hidden = false;
    add.addEventListener("click", () => this.add());
    form.addEventListener("change", (event) => this.changed(event));
  }

  add() {
    const row = this.blank.cloneNode(true);
    this.rows.append(row);
    this.fit(row);
    row.querySelector("[name=field]").focus();
  }

  changed(event) {
    const row = event.target.closest(".filter__row");
    if (row && event.target.name === "field") this.fit(row, true);
    if (row && event.target.name === "comparison") this.fitValue(row);
  }

  field(row) {
    return this.words.fields.find((each) => each.key === row.querySelector("[name=field]").value);
  }

  fit(row, anew = false) {
    if (!row.querySelector("[data-remove]")) {
      const remove = element("button", { type: "button", class: "button button--plain", "data-remove": "" }, this.words.remove);
      remove.addEventListener("click", () => row.remove());
      row.append(remove);
    }
    const field = this.field(row);
    const comparison = row.querySelector("[name=comparison]");
    const keys = field ? field.comparisons : Object.keys(this.words.comparisons);
    const chosen = keys.includes(comparison.value) ? comparison.value : keys[0];
    comparison.replaceChildren(...keys.map((key) => new Option(this.words.comparisons[key].label, key, false, key === chosen)));
    if (anew) row.querySelector("[name=value]").value = "";
    this.fitValue(row);
  }

  fitValue(row) {
    const field = this.field(row);
    const takes = this.words.comparisons[row.querySelector("[name=comparison]").value]?.takes;
    const old = row.querySelector("[name=value]");
    const made = this.value(field, takes, old.value);
    made.hidden = takes === "none";
    old.replaceWith(made);
  }

  value(field, takes, value) {
    const attributes = { class: "input", name: "value", "aria-label": this.words.value };
    if (field?.choices && takes === "value") {
      const made = element("select", attributes);
      for (const [key, label] of field.choices) made.append(new Option(label, key, false, key === value));
      return made;
    }
    const type = takes === "days" ? "number" : takes === "value" ? (field?.input ?? "text") : "text";
    const made = element("input", { ...attributes, type, step: "any" });
    if (field?.choices && takes === "several") {
      made.placeholder = field.choices.map(([key]) => key).join(",");
    }
    made.value = value;
    return made;
  }
}

for (const form of document.querySelectorAll("form[data-filter]")) {
  if (form.querySelector(".filter__rows")) new FilterRows(form);
}
