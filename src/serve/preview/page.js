"use strict";
// The page writes every text as text: a connector may come from a stranger.
const byId = id => document.getElementById(id);
let data = JSON.parse(byId("data").textContent);
let connector = data.connector;
let designer = data.designer;
let details = new Map();
const typed = new Map(); // what was filled in, by the id of the operation, then by the key of the field
const search = { text: "", kind: "all" };
const levels = { error: true, warning: true, info: true };
const SIX = 6; // the token picker shows so many at first
const CHUNK = 120;

function el(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (key === "value" || key === "checked" || key === "disabled" || key === "hidden") element[key] = value;
    else element.setAttribute(key, value === true ? "" : value);
  }
  for (const child of children.flat(9)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child instanceof Node ? child : document.createTextNode(String(child)));
  }
  return element;
}
const text = (value, kind = "") => el("span", { class: `text ${kind}`.trim(), dir: "auto" }, value);
const plural = (count, one, many = `${one}s`) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;
// The mark of what has to be filled in, for eyes and for screen readers.
const requiredMark = () => [el("span", { class: "required", "aria-hidden": "true" }, " *"), el("span", { class: "hide" }, " (required)")];
const titleOf = operation => operation.summary || operation.id;
const isTrigger = operation => operation.trigger !== null && operation.trigger !== undefined;

let toastTimer = 0;
function say(message) {
  const toast = byId("status");
  toast.classList.remove("gone");
  toast.textContent = message;
  clearTimeout(toastTimer);
  toastTimer = setTimeout(() => toast.classList.add("gone"), 4000);
}

// Code between backticks, as messages of findings have it.
function sentence(message) {
  const parts = String(message).split("`");
  if (parts.length % 2 === 0) return [text(message)];
  return parts.map((part, at) => (at % 2 ? el("code", { class: "text" }, part) : part));
}

// Adds the elements of a long list piece by piece, so that the first ones are there at once.
function fill(parent, items, make, first = CHUNK) {
  const mine = {};
  parent.filling = mine;
  let at = 0;
  const step = count => {
    if (parent.filling !== mine) return;
    const part = document.createDocumentFragment();
    for (const end = Math.min(items.length, at + count); at < end; at++) part.append(make(items[at], at));
    parent.append(part);
    if (at < items.length) setTimeout(() => step(CHUNK * 4), 0);
  };
  parent.replaceChildren();
  step(first);
}

// ---- places in the page ----
function place() {
  const [view, ...rest] = location.hash.replace(/^#\/?/, "").split("/");
  let id = "";
  try { id = decodeURIComponent(rest.join("/")); } catch { /* not an address of ours */ }
  return { view: ["operation", "connection", "tools", "findings"].includes(view) ? view : "operations", id };
}
const hrefOf = operation => `#/operation/${encodeURIComponent(operation.id)}`;

// ---- head ----
function head() {
  document.title = `${connector ? connector.title : "connsmith"} · preview`;
  const brand = byId("brand");
  const color = connector && connector.color;
  if (color) document.documentElement.style.setProperty("--brand", color);
  else document.documentElement.style.removeProperty("--brand");
  brand.replaceChildren(...(connector ? [
    connectorIcon(),
    el("div", { class: "names" },
      el("h1", {}, text(connector.title)),
      el("p", { class: "faint small" }, text(connector.name === connector.title ? "" : `${connector.name} · `), `checked as ${connector.publisher}`)),
  ] : [el("h1", {}, "connsmith preview")]));
  const settings = [];
  if (data.all.length > 1) {
    settings.push(el("label", { class: "segments" }, "Connector ",
      el("select", { id: "connector", class: "short", onchange: event => { location.href = data.isStatic ? data.all[event.target.value].file : `/?connector=${event.target.value}`; } },
        data.all.map((one, at) => el("option", { value: String(at), selected: at === data.number }, one.name)))));
  }
  const choice = (value, label) => el("label", {}, el("input", { type: "radio", name: "designer", value, checked: designer === value,
    onchange: () => { designer = value; show(false); say(`${label} designer`); } }), label);
  settings.push(el("fieldset", { class: "segments" }, el("legend", { class: "hide" }, "Designer"),
    el("span", { "aria-hidden": "true", class: "faint small" }, "Designer"), el("span", { class: "pair" }, choice("new", "New"), choice("classic", "Classic"))));
  byId("settings").replaceChildren(...settings);
}

function connectorIcon(size = "") {
  if (connector.icon) return el("img", { class: `icon ${size}`, src: connector.icon, alt: "" });
  return el("span", { class: `icon letter ${size}`, "aria-hidden": "true" }, (connector.title.trim()[0] || "?").toUpperCase());
}

function views(current) {
  const link = (view, label, count) => el("a", { href: `#/${view}`, "aria-current": (current === view || (view === "operations" && current === "operation")) && "page" },
    label, " ", count !== undefined && el("span", { class: "count" }, count.toLocaleString("en")));
  byId("views").replaceChildren(...(connector ? [
    link("operations", "Operations", connector.operations.length),
    link("connection", "Connection"),
    link("tools", "AI tools", connector.tools.length),
    link("findings", "Findings", connector.findings.length),
  ] : []));
}

// ---- findings ----
function findingOf(at, withPlace = false) {
  const finding = connector.findings[at];
  return el("li", { class: `finding ${finding.severity}` },
    el("p", {}, el("span", { class: "level" }, finding.severity), ": ", sentence(finding.message)),
    finding.help && el("p", { class: "faint" }, sentence(finding.help)),
    el("p", { class: "small faint" }, el("span", { class: "mono text" }, finding.place), " · ",
      /^https:\/\//.test(finding.url) ? el("a", { href: finding.url, target: "_blank", rel: "noreferrer" }, finding.rule) : text(finding.rule),
      withPlace && finding.operations.length > 0 && [" · shown at ", finding.operations.map((at, index) => [index > 0 && ", ",
        el("a", { href: hrefOf(connector.operations[at]) }, text(titleOf(connector.operations[at])))]),
        finding.operationCount > finding.operations.length && ` and ${finding.operationCount - finding.operations.length} more`],
      withPlace && finding.parameter && [" · shown at ", el("a", { href: "#/connection" }, "the connection")]));
}
function findingsOf(list) {
  return list && list.length > 0 ? el("ul", { class: "findings", "aria-label": "Findings" }, list.map(at => findingOf(at))) : null;
}
function countsOf(counts) {
  return ["error", "warning", "info"].filter(level => counts[level] > 0).map(level =>
    el("span", { class: `badge ${level}` }, level === "info" ? `${counts[level]} info` : plural(counts[level], level)));
}

// ---- list of operations ----
function matching() {
  const words = search.text.toLowerCase().split(/\s+/).filter(Boolean);
  const counts = operation => operation.findings.error + operation.findings.warning + operation.findings.info;
  const kinds = { all: () => true, actions: one => !isTrigger(one), triggers: isTrigger, findings: one => counts(one) > 0 };
  return connector.operations.filter(one => kinds[search.kind](one)
    && (words.length === 0 || words.every(word => `${one.summary} ${one.id} ${one.description || ""}`.toLowerCase().includes(word))));
}

function badges(operation) {
  return [
    isTrigger(operation) && el("span", { class: "badge" }, operation.trigger && operation.trigger !== "single" ? `Trigger · ${operation.trigger}` : "Trigger"),
    operation.status && el("span", { class: "badge" }, text(operation.status)),
    operation.deprecated && el("span", { class: "badge warning" }, "Deprecated"),
    (operation.visibility === "important" || operation.visibility === "advanced") && el("span", { class: "badge" }, operation.visibility),
  ];
}

let listed = null;
function operationList(currentId) {
  const cards = el("ul", { class: "cards", id: "cards", "aria-label": "Actions and triggers" });
  const count = el("p", { class: "small faint", role: "status", id: "count" });
  const refresh = () => {
    const found = matching();
    count.textContent = found.length === connector.operations.length ? plural(found.length, "operation") : `${found.length} of ${plural(connector.operations.length, "operation")}`;
    const chosen = found.findIndex(one => one.id === listed.current);
    fill(cards, found, (operation, at) => el("li", {}, el("a", {
      class: "card", href: hrefOf(operation), "data-id": operation.id, tabindex: at === Math.max(chosen, 0) ? "0" : "-1", "aria-current": operation.id === listed.current && "true",
    }, el("span", { class: "title" }, operation.summary ? text(operation.summary) : el("span", { class: "faint" }, "(no summary) ", text(operation.id))),
      el("span", { class: "badges" }, badges(operation).slice(0, 3), countsOf(operation.findings).slice(0, 1)),
      el("span", { class: "about" }, text(operation.description || "No description")))), Math.max(CHUNK, chosen + 20));
    if (found.length === 0) cards.append(el("li", { class: "note" }, "No operation matches."));
  };
  const options = [["all", "All"], ["actions", "Actions"], ["triggers", "Triggers"], ["findings", "With findings"]];
  const box = el("nav", { class: "list", "aria-label": "Operations" },
    el("div", { class: "filters", role: "search" },
      el("input", { class: "input", type: "search", id: "search", "aria-label": "Search actions and triggers", placeholder: "Search", value: search.text, autocomplete: "off",
        oninput: event => { search.text = event.target.value; refresh(); },
        onkeydown: event => { if (event.key === "ArrowDown") { event.preventDefault(); (cards.querySelector("[tabindex='0']") || cards.querySelector("a"))?.focus(); } } }),
      el("select", { id: "kind", "aria-label": "Show", onchange: event => { search.kind = event.target.value; refresh(); } },
        options.map(([value, label]) => el("option", { value, selected: search.kind === value }, label)))),
    el("div", { class: "spread" }, count, el("span", { class: "small faint", "aria-hidden": "true" }, "↑ ↓ to move")),
    cards);
  // One stop for Tab; the arrow keys move inside.
  cards.addEventListener("keydown", event => {
    const all = [...cards.querySelectorAll(".card")];
    const at = all.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    if (to < 0) return byId("search").focus();
    if (to < all.length) focusCard(cards, all[to]);
  });
  listed = { box, cards, refresh, current: currentId };
  refresh();
  return box;
}
function focusCard(cards, card) {
  cards.querySelectorAll("[tabindex='0']").forEach(other => other.setAttribute("tabindex", "-1"));
  card.setAttribute("tabindex", "0");
  card.focus();
}
function markCurrent(id) {
  listed.current = id;
  for (const card of listed.cards.querySelectorAll(".card")) {
    const is = card.dataset.id === id;
    if (is) card.setAttribute("aria-current", "true");
    else card.removeAttribute("aria-current");
    card.setAttribute("tabindex", is ? "0" : "-1");
  }
  const chosen = listed.cards.querySelector("[aria-current]");
  if (!chosen) listed.cards.querySelector(".card")?.setAttribute("tabindex", "0");
  else if (document.activeElement !== chosen) chosen.scrollIntoView({ block: "nearest" });
}

// ---- one operation ----
function detailOf(at) {
  if (!details.has(at)) details.set(at, readDetail(at));
  return details.get(at);
}
async function readDetail(at) {
  if (data.isStatic) return JSON.parse(byId(`operation-${at}`).textContent);
  const answer = await fetch(`/operation?connector=${data.number}&operation=${at}`);
  return answer.json();
}

let shownNumber = 0;
async function operationPane(pane, at) {
  const mine = ++shownNumber;
  const card = connector.operations[at];
  let operation;
  try { operation = await detailOf(at); } catch { operation = { error: "the server of this preview does not answer" }; }
  if (mine !== shownNumber) return;
  if (operation.error) return pane.replaceChildren(el("p", { class: "banner" }, operation.error));
  if (!typed.has(card.id)) typed.set(card.id, new Map());
  const form = new Form(at, operation, typed.get(card.id));
  const own = findingsOf(operation.findings);
  pane.replaceChildren(
    el("a", { class: "button plain back", href: "#/operations" }, "‹ All operations"),
    el("div", { class: "operation" },
      own && el("details", { class: "panel box wide", open: operation.findings.length <= 2 }, el("summary", {}, "Findings about this operation ", el("span", { class: "count" }, operation.findings.length)), own),
      el("section", { class: "panel step", "aria-labelledby": "operation" },
        el("div", { class: "step-head" }, connectorIcon(),
          el("div", { class: "names" },
            el("h2", { id: "operation" }, card.summary ? text(card.summary) : el("span", { class: "faint" }, "(no summary)")),
            card.description && el("p", { class: "faint" }, text(card.description)),
            el("p", { class: "badges" }, badges(card), el("span", { class: "small faint mono" }, `${operation.method} `, text(operation.path)), el("span", { class: "small faint mono text" }, card.id)))),
        el("div", { class: "inner stack" }, form.element())),
      el("section", { class: "panel", "aria-labelledby": "outputs" }, el("div", { class: "inner stack" }, outputs(operation, at)))));
}

function outputs(operation, number) {
  const tokens = operation.outputs;
  const plain = tokens.filter(token => (token.visibility || "").toLowerCase() !== "advanced");
  const ordered = [...plain, ...tokens.filter(token => !plain.includes(token))];
  const list = el("ul", { class: "tokens", id: "tokens" });
  const one = token => el("li", {}, el("span", { class: "chip" }, text(token.title || token.key)), " ",
    el("span", { class: "small faint" }, token.type, token.inArray ? " · in a list" : "", (token.visibility || "").toLowerCase() === "advanced" ? " · advanced" : ""),
    el("span", { class: "hide" }, ` ${token.key}`), findingsOf(token.findings));
  const more = el("button", { class: "button plain", type: "button", "aria-controls": "tokens" });
  let all = false;
  const draw = () => {
    // What a finding is about is shown at once.
    const first = ordered.filter((token, at) => at < SIX || token.findings.length > 0);
    fill(list, all ? ordered : first, one);
    more.hidden = ordered.length <= first.length;
    more.textContent = all ? "See less" : `See more (${ordered.length - first.length})`;
    more.setAttribute("aria-expanded", String(all));
  };
  more.addEventListener("click", () => { all = !all; draw(); });
  draw();
  const split = operation.split && operation.split.expression;
  return [
    el("h3", { id: "outputs" }, "Dynamic content", " ", el("span", { class: "count" }, tokens.length.toLocaleString("en"))),
    el("p", { class: "small faint" }, isTrigger(operation) ? "What later steps can use of this trigger." : "What later steps can use of this action."),
    list, more,
    operation.dynamicOutputs.map((lookup, at) => dynamicOutput(operation, number, lookup, at)),
    isTrigger(operation) && el("p", { class: "note" }, split
      ? ["One run for each element of ", el("code", { class: "text" }, operation.split.expression), "."]
      : operation.trigger === "batch" ? "Not split: one run for all elements, because the response has no single list." : "One run for each event."),
  ];
}

function dynamicOutput(operation, number, lookup, at) {
  const area = el("div", { class: "note stack" }, el("p", {}, lookup.path ? ["What is in ", text(lookup.path), " comes from "] : "More comes from ", el("code", { class: "text" }, lookup.operationId || "?"), "."));
  if (!data.isStatic) {
    const result = el("div");
    area.append(el("button", { class: "button", type: "button", onclick: async () => {
      const form = Form.current;
      const answer = await form.ask({ output: at, values: form.valuesFor(lookup) }, lookup, result);
      if (!answer) return;
      result.replaceChildren(answer.fields.length === 0
        ? el("p", { class: "faint" }, "It describes no fields.")
        : el("ul", { class: "chips" }, answer.fields.map(field => el("li", { class: "chip" }, text(field.label)))));
    } }, "Load"), result);
  }
  return area;
}

// ---- the form of an operation ----
class Form {
  static current = null;

  constructor(at, operation, values) {
    Form.current = this;
    Object.assign(this, { at, operation, values, fields: new Map(), redraw: new Map() });
    operation.inputs.forEach((field, number) => {
      field.number = number;
      this.fields.set(field.key, field);
      if (!values.has(field.key) && field.default !== undefined && !field.hidden) values.set(field.key, { text: field.default, chips: [] });
    });
  }

  value(key) { return this.values.get(key) || { text: "", chips: [] }; }

  isSet(field) {
    const { text: value, chips } = this.value(field.key);
    return chips.length > 0 || !(value === "" || value === null || value === undefined || (Array.isArray(value) && value.length === 0));
  }

  // Remembers a value; what depends on it is cleared and loaded again.
  set(key, change) {
    this.values.set(key, { ...this.value(key), ...change });
    this.check(this.fields.get(key));
    for (const field of this.operation.inputs) {
      const lookups = [field.lookup, field.schemaLookup, ...(field.items || []).map(item => item.lookup)];
      if (field.key !== key && lookups.some(lookup => lookup && lookup.needs.includes(key))) {
        if (field.lookup && field.lookup.needs.includes(key) && this.values.has(field.key)) this.values.set(field.key, { text: "", chips: [] });
        this.redraw.get(field.key)?.();
      }
    }
  }

  // The values that a lookup may need: those that are no dynamic content.
  valuesFor(lookup) {
    const known = {};
    for (const key of lookup.needs) {
      const { text: value, chips } = this.value(key);
      if (chips.length === 0 && value !== "" && value !== null && value !== undefined) known[key] = value;
    }
    return known;
  }

  // Whether a lookup lacks a value that it needs; `about` then says which.
  lacks(lookup, about) {
    const known = this.valuesFor(lookup);
    const missing = lookup.needs.filter(key => !(key in known)).map(key => this.fields.get(key)?.label || key);
    if (missing.length > 0) about.replaceChildren(`It needs a value first: ${missing.join(", ")}.`);
    return missing.length > 0;
  }

  // Asks the server for a lookup; what is wrong is shown in `about`.
  async ask(body, lookup, about) {
    if (this.lacks(lookup, about)) return null;
    let answer;
    try {
      const response = await fetch(`/lookup?connector=${data.number}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ operation: this.at, ...body }) });
      answer = await response.json();
    } catch { answer = { error: "the server of this preview does not answer" }; }
    if (answer.error) {
      about.replaceChildren(el("span", { class: "wrong" }, `${lookup.operationId || "The lookup"}: ${answer.error}`));
      return null;
    }
    about.replaceChildren(answer.notes.join("; "));
    return answer;
  }

  element() {
    const visible = this.operation.form.map(key => this.fields.get(key)).filter(Boolean);
    const isFolded = field => (designer === "classic" ? field.foldedInClassic : field.folded);
    const first = visible.filter(field => !isFolded(field));
    const rest = visible.filter(isFolded);
    const parts = [];
    if (this.operation.triggerHint) parts.push(el("p", { class: "note" }, text(this.operation.triggerHint)));
    parts.push(...first.map(field => this.field(field)));
    if (visible.length === 0) parts.push(el("p", { class: "faint" }, "This operation has no inputs."));
    if (rest.length > 0) {
      const open = this.values.get(" open") === true;
      const label = designer === "classic" ? "Show advanced options" : "Advanced parameters";
      const body = el("div", { class: "stack" });
      const draw = () => body.childElementCount === 0 && body.append(...rest.map(field => this.field(field)));
      if (open) draw();
      parts.push(el("details", { class: "fold", open, ontoggle: event => { this.values.set(" open", event.target.open); if (event.target.open) draw(); } },
        el("summary", { id: "advanced" }, label, " ", el("span", { class: "faint small" }, `showing ${first.length} of ${visible.length}`)), body));
    }
    if (this.operation.recurrence) {
      const { interval, frequency } = this.operation.recurrence;
      parts.push(el("fieldset", { class: "group" }, el("legend", { class: "hide" }, "How often to check for items"),
        el("div", { class: "group-head", "aria-hidden": "true" }, "How often do you want to check for items?"),
        el("div", { class: "row" },
          el("div", { class: "grow field" }, el("label", { for: "interval" }, "Interval"), el("input", { class: "input", id: "interval", inputmode: "numeric", value: String(interval) })),
          el("div", { class: "grow field" }, el("label", { for: "frequency" }, "Frequency"),
            el("select", { id: "frequency" }, ["Second", "Minute", "Hour", "Day", "Week", "Month"].map(unit => el("option", { selected: unit === frequency }, unit)))))));
    }
    const hidden = this.operation.inputs.filter(field => field.hidden);
    if (hidden.length > 0) {
      parts.push(el("details", { class: "fold" }, el("summary", {}, "Hidden inputs ", el("span", { class: "count" }, hidden.length)),
        el("p", { class: "small faint" }, "Makers never see these. Their defaults are sent."),
        el("ul", { class: "tokens" }, hidden.map(field => el("li", {}, text(field.label), " ",
          el("span", { class: "small faint" }, field.type, " · ", field.default === undefined ? "no default" : ["default ", el("code", { class: "text" }, JSON.stringify(field.default))]), findingsOf(field.findings))))));
    }
    return parts;
  }

  // A field: label, editor, what is wrong with it.
  field(field) {
    const id = `field-${field.number}`;
    const box = el("div", { class: "field" });
    const draw = () => {
      const had = box.contains(document.activeElement);
      const { editor, isGroup } = this.editor(field, id);
      const kind = [field.format && field.format !== field.type ? `${field.type} · ${field.format}` : field.type];
      const label = [el("span", {}, text(field.label || field.key), field.required && requiredMark()),
        el("span", { class: "kind" }, kind)];
      // What is short stands in the empty field, as in the designer.
      const long = field.description && (isGroup || field.description.length > 60 || field.choices?.some(choice => choice.value === ""));
      box.replaceChildren(
        isGroup ? el("div", { class: "label", id: `${id}-label` }, label) : el("label", { for: id }, label),
        editor,
        long ? el("p", { class: "hint", id: `${id}-hint` }, text(field.description)) : "",
        el("p", { class: "wrong", id: `${id}-wrong`, hidden: true }));
      const findings = findingsOf(field.findings);
      if (findings) box.append(findings);
      if (had) byId(id)?.focus();
      if (this.value(field.key).touched) this.check(field);
    };
    this.redraw.set(field.key, draw);
    draw();
    return box;
  }

  // From now on, what is wrong with the value of a field is shown.
  touch(field) {
    this.values.set(field.key, { ...this.value(field.key), touched: true });
    this.check(field);
  }

  describedBy(id) {
    return `${id}-hint ${id}-wrong`;
  }

  check(field) {
    const id = `field-${field.number}`;
    const [input, wrong] = [byId(id), byId(`${id}-wrong`)];
    if (!input || !wrong) return;
    const message = this.value(field.key).touched ? this.wrong(field) : "";
    wrong.textContent = message;
    wrong.hidden = message === "";
    if (input.matches("input, select, textarea")) input.setAttribute("aria-invalid", String(message !== ""));
  }

  wrong(field) {
    const { text: value, chips } = this.value(field.key);
    if (!this.isSet(field)) return field.required ? `'${field.label}' is required.` : "";
    if (chips.length > 0 || typeof value !== "string") return "";
    const trimmed = value.trim();
    switch (field.editor) {
      case "integer": return /^[+-]?\d+$/.test(trimmed) ? "" : "Enter a whole number.";
      case "number": return trimmed !== "" && Number.isFinite(Number(trimmed)) ? "" : "Enter a number.";
      case "date-time": return Number.isNaN(Date.parse(trimmed)) ? "Enter a valid datetime." : "";
      case "date": return /^\d{4}-\d{2}-\d{2}$/.test(trimmed) && !Number.isNaN(Date.parse(trimmed)) ? "" : "Enter a valid date (yyyy-MM-dd).";
      case "email": return /^[^\s@]+@[^\s@]+$/.test(trimmed) ? "" : "Enter a valid email.";
      case "uri": return URL.canParse(trimmed) ? "" : "Enter a valid URI.";
      case "json": try { JSON.parse(value); return ""; } catch { return "Enter valid JSON."; }
      default: return "";
    }
  }

  editor(field, id) {
    if (field.lookup && !["text", "array"].includes(field.editor)) return { editor: this.combo(field, id) };
    if (field.choices) return { editor: this.select(field, id) };
    if (field.editor === "array") return { editor: this.array(field, id), isGroup: true };
    if (field.schemaLookup) return { editor: this.dynamic(field, id), isGroup: true };
    return { editor: this.textBox(field, id) };
  }

  shownText(value) {
    if (value === undefined || value === null) return "";
    return typeof value === "string" ? value : JSON.stringify(value, null, 2);
  }

  textBox(field, id) {
    const many = ["json", "html"].includes(field.editor);
    const hints = { "date-time": "yyyy-MM-ddTHH:mm:ssZ", date: "yyyy-MM-dd", upload: "The content of a file, from an earlier step" };
    const current = this.value(field.key);
    const attributes = {
      id, class: many ? "" : "input", value: this.shownText(current.text), placeholder: field.description || hints[field.editor] || "", autocomplete: "off", spellcheck: "false",
      "aria-required": field.required && "true", "aria-describedby": this.describedBy(id), dir: "auto",
      inputmode: { integer: "numeric", number: "decimal", email: "email", uri: "url" }[field.editor],
      oninput: event => this.set(field.key, { text: event.target.value }),
      onblur: () => this.touch(field),
    };
    return this.withChips(field, id, el(many ? "textarea" : "input", many ? { ...attributes, rows: "3" } : { ...attributes, type: "text" }));
  }

  // An editor with the dynamic content in it, and the button that adds more.
  withChips(field, id, input) {
    const chips = el("ul", { class: "chips", "aria-label": `Dynamic content in ${field.label}` });
    const draw = () => {
      const all = this.value(field.key).chips;
      chips.hidden = all.length === 0;
      chips.replaceChildren(...all.map((title, at) => el("li", { class: "chip" }, text(title),
        el("button", { type: "button", "aria-label": `Remove ${title}`, onclick: () => {
          this.set(field.key, { chips: all.filter((_, other) => other !== at) });
          draw();
          input.focus();
        } }, "×"))));
    };
    draw();
    return el("div", { class: "row" }, el("div", { class: "grow" }, chips, input),
      el("button", { class: "button square", type: "button", title: "Dynamic content", "aria-label": `Insert dynamic content into ${field.label}`, onclick: () => pickToken(this.at, title => {
        this.set(field.key, { chips: [...this.value(field.key).chips, title] });
        draw();
      }) }, el("span", { "aria-hidden": "true" }, "⚡")));
  }

  select(field, id) {
    const written = value => (typeof value === "string" ? value : JSON.stringify(value));
    const current = this.value(field.key).text;
    const isListed = field.choices.some(choice => written(choice.value) === written(current ?? ""));
    const empty = field.choices.some(choice => choice.value === "") ? [] : [el("option", { value: "", selected: !isListed }, field.description && field.description.length <= 60 ? field.description : "Select")];
    return el("select", { id, "aria-required": field.required && "true", "aria-describedby": this.describedBy(id),
      onchange: event => this.set(field.key, { text: event.target.value === "" ? "" : event.target.selectedOptions[0].choice }),
      onblur: () => this.touch(field) },
    empty, field.choices.map(choice => {
      const option = el("option", { value: written(choice.value), selected: isListed && written(choice.value) === written(current ?? "") }, choice.title);
      option.choice = choice.value;
      return option;
    }));
  }

  combo(field, id) {
    const current = this.value(field.key);
    return new Combo(this, field.lookup, {
      id, label: field.label, placeholder: field.description && field.description.length <= 60 ? field.description : "Select or enter a value", required: field.required, describedBy: this.describedBy(id),
      value: this.shownText(current.text), title: current.title,
      choose: (value, title) => this.set(field.key, { text: value, title }),
      leave: () => this.touch(field),
    }).element;
  }

  // Fields that a lookup describes.
  dynamic(field, id) {
    const about = el("div", { class: "hint" });
    const body = el("div", { class: "stack" });
    const lookup = field.schemaLookup;
    const load = async () => {
      if (data.isStatic) return about.replaceChildren("The fields come from the API: run connsmith preview to load them.");
      const answer = await this.ask({ input: lookup.input, schema: true, values: this.valuesFor(lookup) }, lookup, about);
      if (!answer) return;
      if (answer.fields.length === 0) about.replaceChildren(data.isLive ? "The API describes no fields." : "The mock describes no fields: give the values of a connection to ask the API.");
      body.replaceChildren(...answer.fields.filter(inner => !inner.hidden).map((inner, at) => {
        const key = `${field.key} ${inner.key}`;
        const made = { ...inner, key, number: `${field.number}-${at}`, lookup: null, schemaLookup: null, findings: [], editor: inner.editor === "array" || inner.editor === "choice" && !inner.choices ? "json" : inner.editor };
        this.fields.set(key, made);
        return this.field(made);
      }));
      say(`${plural(answer.fields.length, "field")} from ${lookup.operationId}`);
    };
    return el("div", { class: "group stack", role: "group", "aria-labelledby": `${id}-label` },
      el("p", { class: "small faint" }, "The fields come from ", el("code", { class: "text" }, lookup.operationId || "?"), lookup.needs.length > 0 && ` once ${lookup.needs.map(key => this.fields.get(key)?.label || key).join(", ")} has a value`, "."),
      el("button", { class: "button", type: "button", id, onclick: load }, "Load fields"), about, body);
  }

  array(field, id) {
    const box = el("div", { class: "group", role: "group", "aria-labelledby": `${id}-label` });
    const complex = field.items && field.items.length > 0;
    const draw = focus => {
      const current = this.value(field.key);
      const whole = current.whole || typeof current.text === "string" && current.text !== "" || current.chips.length > 0;
      const rows = Array.isArray(current.text) ? current.text : [];
      const toggle = el("button", { class: "button plain", type: "button", onclick: () => {
        if (whole) {
          let list = current.text;
          if (typeof list === "string") { try { list = list.trim() === "" ? [] : JSON.parse(list); } catch { list = null; } }
          if (!Array.isArray(list)) return say("Enter a JSON array first, or clear it.");
          this.set(field.key, { whole: false, text: list, chips: [] });
        } else {
          this.set(field.key, { whole: true, text: rows.length > 0 ? JSON.stringify(rows, null, 2) : "" });
        }
        draw(true);
      } }, whole ? "Switch to detail inputs for array item" : "Switch to input entire array");
      const parts = [];
      let add = null;
      if (whole) {
        parts.push(this.textBox({ ...field, editor: "json", description: "" }, id));
      } else {
        const list = el("div", { class: "list-rows" }, rows.map((row, at) => this.arrayRow(field, id, rows, row, at, draw)));
        parts.push(list);
        add = el("button", { class: "button", type: "button", id, onclick: () => {
          this.set(field.key, { text: [...rows, complex ? {} : ""] });
          draw(rows.length);
        } }, el("span", { "aria-hidden": "true" }, "+"), "Add new item");
      }
      box.replaceChildren(...parts, el("div", { class: "spread middle" }, add, toggle));
      if (focus === true) byId(id)?.focus();
      else if (typeof focus === "number") (box.querySelectorAll("[data-row]")[focus]?.querySelector("input, select, textarea") || byId(id))?.focus();
      this.check(field);
    };
    draw();
    return box;
  }

  arrayRow(field, id, rows, row, at, draw) {
    const change = value => { rows[at] = value; this.set(field.key, { text: rows }); };
    const remove = el("button", { class: "button square", type: "button", "aria-label": `Remove item ${at + 1} of ${field.label}`, title: "Remove", onclick: () => {
      this.set(field.key, { text: rows.filter((_, other) => other !== at) });
      draw(Math.max(0, at - 1));
    } }, el("span", { "aria-hidden": "true" }, "×"));
    if (!field.items || field.items.length === 0) {
      const name = `${field.label} item ${at + 1}`;
      if (field.lookup) {
        const combo = new Combo(this, field.lookup, { id: `${id}-${at}`, label: name, placeholder: "Select or enter a value", value: this.shownText(row), choose: change, leave: () => {} });
        combo.input.setAttribute("aria-label", name);
        return el("div", { class: "row top-row", "data-row": at }, el("div", { class: "grow" }, combo.element), remove);
      }
      if (field.itemChoices) {
        return el("div", { class: "row", "data-row": at }, el("div", { class: "grow" }, el("select", { "aria-label": name, onchange: event => change(event.target.value === "" ? "" : field.itemChoices[Number(event.target.value)].value) },
          el("option", { value: "" }, "Select"), field.itemChoices.map((choice, index) => el("option", { value: String(index), selected: choice.value === row }, choice.title)))), remove);
      }
      return el("div", { class: "row", "data-row": at }, el("div", { class: "grow" }, el("input", { class: "input", type: "text", value: this.shownText(row), "aria-label": name, dir: "auto", autocomplete: "off", oninput: event => change(event.target.value) })), remove);
    }
    const inner = field.items.map((item, number) => {
      const own = `${id}-${at}-${number}`;
      const read = () => item.path.reduce((value, step) => (value && typeof value === "object" ? value[step] : undefined), rows[at]);
      const write = value => {
        const copy = structuredClone(rows[at] && typeof rows[at] === "object" ? rows[at] : {});
        const last = item.path.at(-1);
        const target = item.path.slice(0, -1).reduce((object, step) => (Object.hasOwn(object, step) && typeof object[step] === "object" ? object[step] : define(object, step, {})), copy);
        if (value === "") delete target[last];
        else define(target, last, value);
        change(copy);
      };
      const label = el("label", { for: own }, el("span", {}, text(item.label), item.required && requiredMark()), el("span", { class: "kind" }, item.type));
      let editor;
      if (item.lookup) {
        editor = new Combo(this, item.lookup, { id: own, label: item.label, placeholder: "Select or enter a value", required: item.required, value: this.shownText(read()), choose: write, leave: () => {} }).element;
      } else if (item.choices || item.type === "boolean") {
        const choices = item.choices || [{ value: true, title: "Yes" }, { value: false, title: "No" }];
        editor = el("select", { id: own, onchange: event => write(event.target.value === "" ? "" : choices[Number(event.target.value)].value) },
          el("option", { value: "" }, ""), choices.map((choice, index) => el("option", { value: String(index), selected: choice.value === read() }, choice.title)));
      } else {
        editor = el("input", { class: "input", type: "text", id: own, value: this.shownText(read()), placeholder: item.description || "", dir: "auto", autocomplete: "off", oninput: event => write(event.target.value) });
      }
      return el("div", { class: "field" }, label, editor);
    });
    return el("div", { class: "group", role: "group", "aria-label": `${field.label} item ${at + 1}`, "data-row": at }, el("div", { class: "group-head" }, `Item ${at + 1}`, remove), el("div", { class: "stack" }, inner));
  }
}

// A member whatever its name is.
function define(object, name, value) {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
  return value;
}

// ---- a list that a lookup fills ----
class Combo {
  static most = 200;

  constructor(form, lookup, options) {
    Object.assign(this, { form, lookup, options, items: null, level: [], active: -1, filter: "" });
    const list = `${options.id}-list`;
    this.about = el("p", { class: "about", id: `${options.id}-about`, "aria-live": "polite" });
    this.input = el("input", {
      class: "input", type: "text", id: options.id, role: "combobox", "aria-expanded": "false", "aria-controls": list, "aria-autocomplete": "list", autocomplete: "off", spellcheck: "false", dir: "auto",
      "aria-required": options.required && "true", "aria-describedby": `${options.describedBy || ""} ${options.id}-about`.trim(), placeholder: options.placeholder, value: options.title || options.value,
      onkeydown: event => this.key(event),
      oninput: () => { this.filter = this.input.value.trim().toLowerCase(); options.choose(this.input.value, undefined); this.open(true); },
      onclick: () => this.open(),
      onblur: () => setTimeout(() => { if (!this.element.contains(document.activeElement)) { this.close(); options.leave(); } }, 150),
    });
    this.list = el("ul", { class: "options", role: "listbox", id: list, hidden: true, "aria-label": options.label });
    // Keeps the focus in the input.
    this.list.addEventListener("mousedown", event => event.preventDefault());
    this.element = el("div", {}, el("div", { class: "combo" }, this.input,
      el("button", { class: "toggle", type: "button", tabindex: "-1", "aria-label": `Show values of ${options.label}`, onmousedown: event => event.preventDefault(), onclick: () => { this.input.focus(); this.isOpen ? this.close() : this.open(); } }, el("span", { "aria-hidden": "true" }, "▾")),
      this.list), this.about);
  }

  get isOpen() { return !this.list.hidden; }

  async open(keepFilter = false) {
    if (!keepFilter) this.filter = "";
    if (this.items === null && !(await this.load())) return;
    this.draw();
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.list.hidden = true;
    this.active = -1;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  // Reads the first level or, of a tree, the one below the item that was opened last.
  async load() {
    const { lookup } = this;
    const item = this.level.length > 0 ? this.level.at(-1).item : null;
    if (!lookup.exists) {
      this.about.replaceChildren(el("span", { class: "wrong" }, `The lookup calls ${lookup.operationId || "no operation"}, which is not in the definition.`));
      return false;
    }
    let answer;
    if (data.isStatic) {
      if (this.form.lacks(lookup, this.about)) return false;
      answer = { items: item ? [] : lookup.items || [], total: (lookup.items || []).length };
    } else {
      this.about.textContent = "Loading…";
      answer = await this.form.ask({ input: lookup.input, values: this.form.valuesFor(lookup), item }, lookup, this.about);
      if (!answer || !answer.items) return false;
    }
    this.items = answer.items;
    const from = data.isStatic || !data.isLive ? `${lookup.operationId} (mock)` : lookup.operationId;
    this.about.textContent = `${plural(answer.total, "value")} from ${from}`;
    return true;
  }

  shown() {
    const back = this.level.length > 0 ? [{ back: true, title: `‹ ${this.level.at(-1).title}`, selectable: true }] : [];
    const words = this.filter;
    const found = this.items.filter(item => words === "" || `${item.title} ${item.value}`.toLowerCase().includes(words));
    return [...back, ...found];
  }

  draw() {
    this.visible = this.shown().slice(0, Combo.most);
    const id = this.options.id;
    this.list.replaceChildren(...this.visible.map((item, at) => el("li", {
      role: "option", id: `${id}-option-${at}`, "aria-selected": String(item.value === this.options.value), "aria-disabled": !item.selectable && !item.isParent && "true",
      onclick: () => this.take(at),
    }, el("span", { class: "grow" }, text(item.title), item.description && [el("br"), el("span", { class: "small faint" }, text(item.description))]),
      item.isParent && el("span", { class: "button square", role: "presentation", title: "Open", onclick: event => { event.stopPropagation(); this.enter(item); } }, el("span", { "aria-hidden": "true" }, "›"), el("span", { class: "hide" }, "folder")))));
    if (this.visible.length === 0) this.list.append(el("li", { role: "option", "aria-disabled": "true", "aria-selected": "false" }, "No values. You can enter your own."));
    this.move(Math.min(this.active, this.visible.length - 1));
  }

  move(to) {
    this.active = to;
    [...this.list.children].forEach((option, at) => option.classList.toggle("active", at === to));
    if (to >= 0) {
      this.input.setAttribute("aria-activedescendant", `${this.options.id}-option-${to}`);
      this.list.children[to]?.scrollIntoView({ block: "nearest" });
    } else this.input.removeAttribute("aria-activedescendant");
  }

  async enter(item) {
    this.level.push(item);
    await this.reload();
  }

  async reload() {
    this.items = null;
    this.filter = "";
    this.active = -1;
    if (await this.load()) this.open();
    else { this.level.pop(); this.close(); }
  }

  async take(at) {
    const item = this.visible[at];
    if (!item) return;
    if (item.back) { this.level.pop(); return this.reload(); }
    if (!item.selectable) return item.isParent ? this.enter(item) : undefined;
    this.input.value = item.title;
    this.options.value = item.value;
    this.options.choose(item.value, item.title);
    this.close();
    say(`${this.options.label}: ${item.title}`);
  }

  async key(event) {
    const last = () => (this.visible ? this.visible.length - 1 : -1);
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        event.preventDefault();
        const down = event.key === "ArrowDown";
        if (!this.isOpen) { await this.open(); if (this.isOpen) this.move(down ? 0 : last()); return; }
        return this.move(down ? Math.min(this.active + 1, last()) : Math.max(this.active - 1, 0));
      }
      case "ArrowRight":
        if (this.isOpen && this.visible[this.active]?.isParent) { event.preventDefault(); this.enter(this.visible[this.active]); }
        return;
      case "Enter":
        if (this.isOpen && this.active >= 0) { event.preventDefault(); this.take(this.active); }
        return;
      case "Escape":
        if (this.isOpen) { event.preventDefault(); event.stopPropagation(); this.close(); }
        return;
      case "Tab":
        return this.close();
    }
  }
}

// ---- dynamic content of other steps ----
function pickToken(here, insert) {
  const sources = connector.operations.map((operation, at) => ({ operation, at })).filter(({ at }) => at !== here);
  sources.sort((a, b) => Number(isTrigger(b.operation)) - Number(isTrigger(a.operation)));
  const list = el("ul", { class: "scroll tokens" });
  const find = el("input", { class: "input", type: "search", id: "token-search", placeholder: "Search dynamic content", "aria-label": "Search dynamic content" });
  const from = el("select", { id: "token-source" }, sources.slice(0, 500).map(({ operation, at }) => el("option", { value: String(at) }, `${titleOf(operation)}${isTrigger(operation) ? " (trigger)" : ""}`)));
  const dialog = el("dialog", { "aria-labelledby": "token-title" }, el("div", { class: "inner" },
    el("div", { class: "spread" }, el("h2", { id: "token-title" }, "Dynamic content"), el("button", { class: "button", type: "button", onclick: () => dialog.close() }, "Close")),
    el("div", { class: "field" }, el("label", { for: "token-source" }, "Earlier step"), from), find, list));
  const opener = document.activeElement;
  const draw = async () => {
    if (from.value === "") return list.replaceChildren(el("li", { class: "faint" }, "The connector has no other operation."));
    const { outputs } = await detailOf(Number(from.value));
    const words = find.value.trim().toLowerCase();
    fill(list, outputs.filter(token => `${token.title} ${token.key}`.toLowerCase().includes(words)), token => el("li", {}, el("button", { class: "chip", type: "button", onclick: () => { insert(token.title || token.key); dialog.close(); } }, text(token.title || token.key), el("span", { class: "small" }, `· ${token.type}`))));
  };
  from.addEventListener("change", draw);
  find.addEventListener("input", draw);
  dialog.addEventListener("close", () => { dialog.remove(); opener?.focus(); });
  document.body.append(dialog);
  dialog.showModal();
  draw();
}

// ---- connection ----
function connectionView() {
  const dialog = connector.connection;
  if (!dialog) return el("div", { class: "column stack" }, el("h2", {}, "Connection"), el("p", { class: "panel" }, el("span", { class: "inner" }, "A connection needs no input.")));
  const body = el("div", { class: "stack" });
  const draw = at => {
    const way = dialog.ways[at];
    body.replaceChildren(way.description ? el("p", { class: "faint" }, text(way.description)) : "", ...way.fields.map((field, number) => {
      const id = `connection-${number}`;
      const label = el("label", { for: id }, el("span", {}, text(field.label), field.required && requiredMark()), el("span", { class: "kind text" }, field.name));
      const editor = field.choices
        ? el("select", { id, "aria-describedby": `${id}-hint` }, el("option", { value: "" }, "Select"), field.choices.map(choice => el("option", {}, choice.title)))
        : field.signIn
          ? el("button", { class: "button main", type: "button", id, "aria-describedby": `${id}-hint`, onclick: () => say("The preview does not sign in.") }, "Sign in")
          : el("input", { class: "input", id, type: field.masked ? "password" : "text", autocomplete: "off", "aria-required": field.required && "true", "aria-describedby": `${id}-hint` });
      return el("div", { class: "field" }, label, editor, el("p", { class: "hint", id: `${id}-hint` }, field.tooltip ? text(field.tooltip) : field.signIn ? "Opens the sign-in page of the service." : ""), findingsOf(field.findings));
    }));
    if (way.fields.length === 0) body.append(el("p", { class: "faint" }, "Nothing to fill in."));
  };
  draw(0);
  const ways = dialog.ways.length > 1 && el("fieldset", { class: "choices" }, el("legend", {}, el("strong", {}, "Authentication type"), el("span", { class: "required", "aria-hidden": "true" }, " *")),
    dialog.ways.map((way, at) => el("label", {}, el("input", { type: "radio", name: "way", checked: at === 0, onchange: () => draw(at) }), " ", text(way.label || way.name || `Option ${at + 1}`))));
  return el("div", { class: "column stack" }, el("h2", {}, "Connection"),
    el("section", { class: "panel step", "aria-label": "Create a connection" },
      el("div", { class: "step-head" }, connectorIcon(), el("div", { class: "names" }, el("h3", {}, text(connector.title)), connector.description && el("p", { class: "faint" }, text(connector.description)))),
      el("div", { class: "inner stack" }, ways, body, el("p", { class: "small faint" }, "This is what makers see when they create a connection. What you type here goes nowhere."))));
}

// ---- tools for AI ----
function toolsView() {
  const tools = connector.tools;
  const total = tools.reduce((sum, tool) => sum + tool.tokens, 0);
  const list = el("div");
  fill(list, tools, tool => el("details", { class: "panel tool", ontoggle: event => {
    const box = event.target.lastElementChild;
    if (event.target.open && box.childElementCount === 0) {
      box.append(el("p", {}, text(tool.description || "No description: a model does not know when to use it.")), el("p", { class: "small faint" }, "Operation ", el("span", { class: "mono text" }, tool.operation)),
        el("h3", {}, "Input schema"), el("pre", { tabindex: "0", "aria-label": `Input schema of ${tool.name}` }, JSON.stringify(tool.input, null, 2)));
    }
  } }, el("summary", {}, el("strong", { class: "mono text" }, tool.name), text(tool.title, "faint"),
    el("span", { class: "badges end" }, !tool.description && el("span", { class: "badge warning" }, "no description"),
      el("span", { class: `badge ${{ reads: "info", writes: "", destroys: "warning" }[tool.does]}` }, tool.does), el("span", { class: "badge" }, plural(tool.tokens, "token")))),
  el("div", { class: "inner stack" })));
  return el("div", { class: "column stack" },
    el("div", { class: "spread" }, el("h2", {}, "AI tools"), el("p", { class: "faint" }, `${plural(tools.length, "tool")}, about ${plural(total, "token")}`)),
    el("p", { class: "faint" }, "What a language model gets from ", el("code", { class: "whole" }, "connsmith mcp --allow-writes"), ": one tool for each action. Triggers, deprecated and internal operations are left out."),
    tools.length > 40 && el("p", { class: "note" }, `${tools.length} tools are more than 40, and models choose badly among so many: use --only, --tag or --dynamic.`),
    connector.toolNotes.length > 0 && el("details", {}, el("summary", {}, plural(connector.toolNotes.length, "note")), el("ul", { class: "findings" }, connector.toolNotes.map(note => el("li", { class: "finding" }, sentence(note))))),
    list);
}

// ---- all findings ----
function findingsView() {
  const here = el("ul", { class: "findings" });
  const rest = el("ul", { class: "findings" });
  const [headHere, headRest] = [el("h3", {}), el("h3", {})];
  const draw = () => {
    const all = connector.findings.map((finding, at) => ({ finding, at })).filter(({ finding }) => levels[finding.severity]);
    const placed = all.filter(({ finding }) => finding.operations.length > 0 || finding.parameter);
    const other = all.filter(one => !placed.includes(one));
    headHere.textContent = `On operations and the connection (${placed.length})`;
    headRest.textContent = `Elsewhere in the files (${other.length})`;
    fill(here, placed, ({ at }) => findingOf(at, true));
    fill(rest, other, ({ at }) => findingOf(at, true));
  };
  draw();
  const box = level => el("label", {}, el("input", { type: "checkbox", checked: levels[level], onchange: event => { levels[level] = event.target.checked; draw(); } }), { error: "Errors", warning: "Warnings", info: "Info" }[level]);
  return el("div", { class: "column stack" }, el("h2", {}, "Findings"),
    connector.findings.length === 0 ? el("p", { class: "note" }, "connsmith check finds nothing.") : [
      el("fieldset", { class: "boxes" }, el("legend", { class: "hide" }, "Levels"), ["error", "warning", "info"].map(box)),
      el("section", { class: "stack" }, headHere, here), el("section", { class: "stack" }, headRest, rest)]);
}

// ---- putting it together ----
let layout = null;
function show(moves = true) {
  const { view, id } = place();
  head();
  views(view);
  const main = byId("main");
  const body = byId("body");
  const kept = remember();
  const banner = data.error
    ? el("p", { class: "banner", role: "alert" }, `The connector cannot be shown: ${data.error}`)
    : connector && !connector.isWhole ? el("p", { class: "banner" }, "The definition has syntax errors or is missing, so the preview may be incomplete. The findings say where.") : null;
  if (!connector || (view !== "operations" && view !== "operation")) {
    layout = null;
    const made = !connector ? null : { connection: connectionView, tools: toolsView, findings: findingsView }[view]();
    main.className = "";
    main.replaceChildren(...[banner, made].filter(Boolean));
    body.replaceChildren(main);
    recall(kept);
    if (moves && view !== "operations") scrollTo(0, 0);
    return;
  }
  const found = connector.operations.findIndex(operation => operation.id === id);
  const at = found >= 0 ? found : 0;
  const current = connector.operations[at];
  if (!layout || layout.connector !== connector) {
    const list = operationList(current ? current.id : "");
    main.className = "detail";
    body.replaceChildren(...[banner].filter(Boolean), el("div", { class: "panes" }, list, main));
    layout = { connector };
  } else if (current) markCurrent(current.id);
  body.querySelector(".panes").classList.toggle("one", view === "operation");
  if (!current) {
    main.replaceChildren(el("p", { class: "note" }, "The connector has no operations that makers can see."));
    return recall(kept);
  }
  if (view === "operation" && found < 0) say("That operation is not there any more.");
  operationPane(main, at).then(() => {
    recall(kept);
    if (!moves) return;
    // Where the list is hidden the reader is taken to the operation.
    if (view === "operation" && listed.box.offsetParent === null) { scrollTo(0, 0); main.focus({ preventScroll: true }); }
  });
}

// Where the reader is: kept when the page is drawn again.
function remember() {
  const active = document.activeElement;
  const [start, end] = active && active.matches?.("input[type=text], input[type=search], textarea") ? [active.selectionStart, active.selectionEnd] : [];
  return { id: active && active !== document.body ? active.id : "", card: active?.dataset?.id, start, end };
}
function recall({ id, card, start, end }) {
  if (document.activeElement !== document.body && document.activeElement) return;
  const target = card !== undefined ? [...document.querySelectorAll(".card")].find(one => one.dataset.id === card) : id && byId(id);
  if (!target) return;
  target.focus({ preventScroll: true });
  if (start !== undefined && start !== null) { try { target.setSelectionRange(start, end); } catch { /* not a text any more */ } }
}

async function reload() {
  const answer = await fetch(`/data?connector=${data.number}`);
  const top = scrollY;
  const listTop = listed ? listed.cards.scrollTop : 0;
  data = await answer.json();
  connector = data.connector;
  details = new Map();
  show(false);
  setTimeout(() => { scrollTo(0, top); if (listed) listed.cards.scrollTop = listTop; }, 0);
  say(data.error ? "The files changed, and the connector cannot be shown." : `Updated: the files changed (${plural(connector.findings.length, "finding")})`);
}

async function follow() {
  let lost = false;
  for (;;) {
    try {
      const answer = await fetch(`/changes?since=${data.version}`);
      const { version } = await answer.json();
      if (version !== data.version || lost) await reload();
      lost = false;
    } catch {
      if (!lost) say("The preview has stopped. Run connsmith preview again.");
      lost = true;
      await new Promise(done => setTimeout(done, 3000));
    }
  }
}

byId("skip").addEventListener("click", event => { event.preventDefault(); byId("main").focus(); byId("main").scrollIntoView(); });
addEventListener("hashchange", () => show());
addEventListener("keydown", event => {
  if (event.key === "/" && !event.target.matches("input, select, textarea") && byId("search")) { event.preventDefault(); byId("search").focus(); }
});
show();
if (!data.isStatic) follow();
