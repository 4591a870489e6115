"use strict";
// Shows the packs that match the form. Without script the form stays hidden and every pack is shown.
const form = document.getElementById("filters");
const packs = Array.from(document.querySelectorAll(".packs > li"));
const none = document.getElementById("none");

function show() {
  const asked = new FormData(form);
  const words = asked.get("words").toLowerCase().split(/\s+/);
  let shown = 0;
  for (const pack of packs) {
    const text = pack.textContent.toLowerCase();
    const matches = words.every((word) => text.includes(word)) &&
      Array.from(asked).every(([name, value]) => name === "words" || !value || pack.dataset[name] === value);
    pack.hidden = !matches;
    shown += matches;
  }
  for (const period of document.querySelectorAll("main section")) {
    period.hidden = !period.querySelector(".packs > li:not([hidden])");
  }
  none.hidden = shown > 0;
  form.querySelector("output").value = `${shown} of ${packs.length} shown`;
}

form.hidden = false;
form.addEventListener("input", show);
form.addEventListener("reset", () => setTimeout(show));
form.addEventListener("submit", (event) => event.preventDefault());
show();
