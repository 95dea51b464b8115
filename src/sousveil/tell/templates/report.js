"use strict";
// The page is whole without this. It adds a search over the findings, opens what a link leads to, and
// unfolds everything for paper.
(function () {
  const form = document.getElementById("search");
  const field = document.getElementById("q");
  const shown = document.getElementById("shown");
  const findings = Array.from(document.querySelectorAll(".finding"));
  const groups = Array.from(document.querySelectorAll("section.chapter, details.dead, details.further, div.absent"));
  const texts = [];
  let opened = [];
  let folded = [];

  function filter() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    findings.forEach(function (finding, i) {
      if (texts[i] === undefined) texts[i] = finding.textContent.toLowerCase();
      const fits = words.every(function (word) { return texts[i].includes(word); });
      finding.classList.toggle("out", !fits);
      if (fits) count += 1;
    });
    groups.forEach(function (group) {
      const some = !words.length || group.querySelector(".finding:not(.out)") !== null;
      group.classList.toggle("out", !some);
      if (group.tagName === "DETAILS" && words.length && some && !group.open) {
        group.open = true;
        opened.push(group);
      }
    });
    if (!words.length) {
      opened.forEach(function (group) { group.open = false; });
      opened = [];
    }
    shown.textContent = words.length ? shown.dataset.says.replace("#", count) : "";
  }

  function reveal() {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    if (target.closest(".out")) {
      field.value = "";
      filter();
    }
    for (let up = target; up; up = up.parentElement) if (up.tagName === "DETAILS") up.open = true;
    const evidence = target.querySelector(":scope > details.evidence");
    if (evidence) evidence.open = true;
    target.scrollIntoView();
  }

  function unfold() {
    folded = Array.from(document.querySelectorAll("details:not([open])"));
    folded.forEach(function (details) { details.open = true; });
  }

  function fold() {
    folded.forEach(function (details) { details.open = false; });
    folded = [];
  }

  if (findings.length) form.hidden = false;
  field.addEventListener("input", filter);
  form.addEventListener("submit", function (event) { event.preventDefault(); });
  addEventListener("hashchange", reveal);
  addEventListener("beforeprint", unfold);
  addEventListener("afterprint", fold);
  reveal();
})();
