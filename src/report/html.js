"use strict";
const form = document.getElementById("filters");
const connectors = [...document.querySelectorAll("details.connector")].map(element => ({
  element,
  name: element.dataset.connector.toLowerCase(),
  groups: [...element.getElementsByClassName("group")].map(group => ({
    element: group,
    rule: group.dataset.rule,
    level: group.dataset.level,
    count: Number(group.dataset.count),
  })),
}));

function filter() {
  const levels = new Set([...form.querySelectorAll("[name=level]:checked")].map(box => box.value));
  const rule = form.elements.rule.value;
  const name = form.elements.connector.value.trim().toLowerCase();
  let findings = 0;
  let shown = 0;
  for (const connector of connectors) {
    let any = false;
    for (const group of connector.groups) {
      const fits = connector.name.includes(name) && levels.has(group.level) && (!rule || group.rule === rule);
      if (group.element.hidden === fits) group.element.hidden = !fits;
      if (fits) {
        any = true;
        findings += group.count;
      }
    }
    if (connector.element.hidden === any) connector.element.hidden = !any;
    shown += any;
  }
  document.getElementById("count").textContent = `${findings} findings in ${shown} connectors`;
}

document.getElementById("open").addEventListener("click", event => {
  const open = event.target.textContent === "Open all";
  for (const { element } of connectors) if (!element.hidden) element.open = open;
  event.target.textContent = open ? "Close all" : "Open all";
});
form.addEventListener("input", filter);
form.addEventListener("submit", event => event.preventDefault());
form.hidden = connectors.length === 0;
filter();
