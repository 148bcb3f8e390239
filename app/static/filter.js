// Picking a filter in rows. It uses `element` of app.js, which is loaded before.
"use strict";

// The simple filter: rows of field, comparison and value, written as JSON-Logic below.
class RuleRows {
  constructor(form) {
    this.form = form;
    this.words = JSON.parse(document.getElementById("filter-words").textContent);
    this.rows = form.querySelector(".filter__rows");
    this.field = form.querySelector("textarea[name=rule]");
    form.querySelector("[data-add-row]").addEventListener("click", () => {
      this.add();
      this.write();
    });
    form.querySelector("[data-how]").addEventListener("change", () => this.write());
    this.read();
  }

  read() {
    const rule = this.parse();
    const how = ["and", "or"].find((key) => Array.isArray(rule?.[key]));
    const parts = how ? rule[how] : rule ? [rule] : [];
    const known = parts.map((part) => this.known(part));
    const drawn = known.every(Boolean);
    this.form.querySelector("[data-rows]").hidden = !drawn;
    this.form.querySelector("[data-not-drawn]").hidden = drawn;
    if (!drawn) return;
    this.form.querySelector("[data-how]").value = how ?? "and";
    for (const part of known) this.add(part);
    if (!known.length) this.add();
  }

  parse() {
    try {
      return JSON.parse(this.field.value || "null");
    } catch {
      return { unreadable: true };
    }
  }

  known(part) {
    const [operator] = Object.keys(part ?? {});
    const [variable, value] = Array.isArray(part?.[operator]) ? part[operator] : [part?.[operator]];
    const field = this.words.fields.find((each) => each.key === variable?.var);
    const simple = ["string", "number", "boolean", "undefined"].includes(typeof value);
    if (!field || !simple || !field.operators.includes(operator)) return null;
    return { field, operator, value };
  }

  add(part) {
    const field = part?.field ?? this.words.fields[0];
    const row = element("div", { class: "filter__row" });
    const remove = element("button", { type: "button", class: "button button--plain" }, this.words.remove);
    const fields = this.select(this.words.fields.map((each) => [each.key, each.label]), field.key, this.words.field);
    fields.addEventListener("change", () => {
      this.fill(row, this.words.fields.find((each) => each.key === fields.value));
      this.write();
    });
    remove.addEventListener("click", () => {
      row.remove();
      this.write();
    });
    row.append(fields, remove);
    this.rows.append(row);
    this.fill(row, field, part);
  }

  fill(row, field, part) {
    row.querySelectorAll("[data-part]").forEach((each) => each.remove());
    const names = field.operators.map((key) => [key, this.words.operators[key]]);
    const operator = this.select(names, part?.operator, this.words.comparison);
    const value = field.choices
      ? this.select(field.choices, part?.value, this.words.value)
      : element("input", { class: "input", type: field.input, step: "any", "aria-label": this.words.value });
    if (!field.choices && part?.value !== undefined) value.value = part.value;
    operator.dataset.part = "operator";
    value.dataset.part = "value";
    const bare = () => {
      value.hidden = operator.value === "is_set" || operator.value === "!";
    };
    operator.addEventListener("change", () => {
      bare();
      this.write();
    });
    value.addEventListener("input", () => this.write());
    bare();
    row.lastChild.before(operator, value);
  }

  select(options, chosen, label) {
    const made = element("select", { class: "input", "aria-label": label });
    for (const [key, name] of options) {
      made.append(new Option(name, key, false, key === String(chosen)));
    }
    return made;
  }

  write() {
    const parts = [...this.rows.children].map((row) => this.part(row)).filter(Boolean);
    const how = this.form.querySelector("[data-how]").value;
    this.field.value = parts.length ? JSON.stringify({ [how]: parts }) : "";
  }

  part(row) {
    const field = this.words.fields.find((each) => each.key === row.querySelector("select").value);
    const operator = row.querySelector("[data-part=operator]").value;
    const written = row.querySelector("[data-part=value]").value;
    const variable = { var: field.key };
    if (operator === "is_set") return { is_set: [variable] };
    if (operator === "!") return { "!": [{ is_set: [variable] }] };
    if (written === "") return null;
    return { [operator]: [variable, field.input === "number" ? Number(written) : field.boolean ? written === "true" : written] };
  }
}

for (const form of document.querySelectorAll("form[data-rule-rows]")) new RuleRows(form);
