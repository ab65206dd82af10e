"use strict";
const form = document.getElementById("search");
const rows = [...document.querySelectorAll("tr[id]")].map(row => ({ row, text: row.textContent.toLowerCase() }));

function search() {
  const words = form.elements.text.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const { row, text } of rows) {
    row.hidden = !words.every(word => text.includes(word));
    found += !row.hidden;
  }
  for (const section of document.querySelectorAll("section")) {
    section.hidden = !section.querySelector("tr:not([hidden])");
  }
  document.getElementById("count").textContent = words.length ? `${found} found` : "";
}

form.addEventListener("input", search);
form.addEventListener("submit", event => event.preventDefault());
form.hidden = false;
search();
