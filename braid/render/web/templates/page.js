"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const byId = (id) => document.getElementById(id);

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  // -- charts: colours of the style sheet in place of their names

  function resolved(value, style) {
    if (typeof value === "string" && value.startsWith("var(")) {
      return style.getPropertyValue(value.slice(4, -1)).trim();
    }
    if (Array.isArray(value)) return value.map((item) => resolved(item, style));
    if (value && typeof value === "object") {
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, resolved(v, style)]));
    }
    return value;
  }

  let paper = 0, ready = false;
  const clicked = {}; // what a click into a chart does, by the chart's id

  function drawOne(id) {
    const chart = data.charts[id], place = byId("chart-" + id);
    if (!ready || !chart || !place) return;
    const made = resolved(chart, getComputedStyle(document.documentElement));
    if (paper) made.layout.width = paper;
    Plotly.purge(place); // what changes in place moves, and paper does not wait
    Plotly.newPlot(place, made.data, made.layout, { displayModeBar: false, responsive: !paper });
    if (clicked[id]) place.on("plotly_click", clicked[id]);
  }
  function draw(width) {
    paper = width || 0;
    Object.keys(data.charts).forEach(drawOne);
  }
  addEventListener("DOMContentLoaded", () => { ready = true; draw(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());

  // -- print: everything that is folded is opened, and folded again afterwards

  let opened = [];
  const PAPER = 670;
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.all:not([open])")];
    opened.forEach((one) => { one.open = true; });
    document.documentElement.classList.add("paper");
    draw(PAPER);
  });
  addEventListener("afterprint", () => {
    opened.forEach((one) => { one.open = false; });
    document.documentElement.classList.remove("paper");
    draw();
  });

  // -- filters: rows of a table that pass every control

  function filter(rows, controls, output, passes) {
    const apply = () => {
      let seen = 0;
      for (const row of rows) {
        row.hidden = !passes(row);
        if (!row.hidden) seen += 1;
      }
      output.textContent = seen + " of " + rows.length + " rows";
    };
    controls.forEach((one) => {
      one.addEventListener("input", apply);
      one.addEventListener("change", apply);
    });
    if (controls.length) apply();
  }
  const has = (text, find) => text.toLowerCase().includes(find.value.trim().toLowerCase());

  const find = byId("grid-find");
  if (find) {
    const family = byId("grid-family"), open = byId("grid-open"), usd = byId("grid-usd");
    const rows = [...document.querySelectorAll("table.grid tbody:not(.sums) tr")];
    filter(rows, [find, family, open], byId("grid-count"), (row) =>
      has(row.dataset.name, find) && (!family.value || row.dataset.family === family.value) &&
      (!open.checked || row.dataset.open === "1"));
    const folds = [...document.querySelectorAll("details.fold")];
    const unfold = () => { // what was found is not left folded away
      if (!find.value && !family.value && !open.checked) return;
      folds.forEach((one) => { one.open = Boolean(one.querySelector("tbody:not(.sums) tr:not([hidden])")); });
    };
    [find, family, open].forEach((one) => {
      one.addEventListener("input", unfold);
    });
    usd.addEventListener("change", () => {
      document.querySelectorAll("table.grid").forEach((t) => t.classList.toggle("signs", !usd.checked));
    });
  }
  const lacking = byId("unfunded-find");
  if (lacking) {
    const must = byId("unfunded-must");
    const rows = [...document.querySelectorAll("#t-unfunded tbody:first-of-type tr")];
    filter(rows, [lacking, must], byId("unfunded-count"), (row) =>
      has(row.textContent, lacking) && (!must.checked || row.dataset.must === "1"));
  }
  document.querySelectorAll("[data-filter]").forEach((box) => {
    const controls = [...box.querySelectorAll("select, input")];
    const rows = [...document.querySelectorAll("#" + box.dataset.filter + " tbody tr")];
    filter(rows, controls, box.querySelector("output"), (row) => controls.every((one) => {
      if (one.type === "search") return has(row.textContent, one);
      return !one.value || (row.dataset[one.name] || "").split(" ").includes(one.value);
    }));
  });

  // -- the grid: one stop of the Tab key, then arrows; a click says why

  for (const table of document.querySelectorAll("table.grid")) {
    const all = () => [...table.querySelectorAll("tbody tr:not([hidden])")]
      .map((row) => [...row.querySelectorAll("td")].map((cell) => cell.querySelector("button")))
      .filter((row) => row.some(Boolean));
    const buttons = [...table.querySelectorAll("button[data-cell]")];
    const stop = (one) => { buttons.forEach((b) => { b.tabIndex = -1; }); if (one) one.tabIndex = 0; };
    stop(buttons[0]);
    table.addEventListener("focusin", (event) => {
      if (event.target.matches("button[data-cell]")) stop(event.target);
    });
    table.addEventListener("keydown", (event) => {
      const rows = all();
      const y = rows.findIndex((row) => row.includes(document.activeElement));
      if (y < 0) return;
      const x = rows[y].indexOf(document.activeElement);
      const last = rows[y].length - 1;
      const to = {
        ArrowRight: [y, x + 1, 1], ArrowLeft: [y, x - 1, -1], ArrowDown: [y + 1, x, 0],
        ArrowUp: [y - 1, x, 0], Home: [y, 0, 1], End: [y, last, -1],
      }[event.key];
      if (!to) return;
      event.preventDefault();
      let [row, column, step] = to;
      while (rows[row] && column >= 0 && column <= last && !rows[row][column]) {
        if (step) column += step; else row += Math.sign(to[0] - y);
      }
      const next = rows[row] && rows[row][column];
      if (next) next.focus();
    });
    const observed = byId("grid-count");
    if (observed) new MutationObserver(() => {
      const first = all().flat().find(Boolean);
      if (!buttons.some((b) => b.tabIndex === 0 && b.closest("tr").hidden === false)) stop(first);
    }).observe(observed, { childList: true });
  }

  const usd = (cents) => {
    const whole = Math.trunc(Math.abs(cents) / 100).toLocaleString("en-US");
    return (cents < 0 ? "-$" : "$") + whole + "." + String(Math.abs(cents) % 100).padStart(2, "0");
  };
  const named = (id, names) => (names[id] && names[id] !== id ? names[id] + " (" + id + ")" : id);

  const dialog = byId("why");
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-cell]");
    if (!button || !dialog) return;
    const grid = data.grid, [award, line, answer, cents, groups] = grid.cells[button.dataset.cell];
    byId("why-h").textContent = named(award, grid.awards);
    byId("why-what").textContent =
      named(line, grid.lines) + ": " + grid.words[answer] + (cents ? " " + usd(cents) : "") + ".";
    const list = byId("why-list");
    list.replaceChildren();
    const alike = new Map();
    for (const [group, said, paid, reason] of groups) {
      const key = said + " " + reason + (paid ? " " + group : "");
      if (!alike.has(key)) alike.set(key, { names: [], said, paid, reason });
      if (group) alike.get(key).names.push(named(group, grid.groups));
    }
    for (const { names, said, paid, reason } of alike.values()) {
      const item = element("li");
      const head = (names.length ? names.join(", ") + ": " : "") + grid.words[said];
      item.append(element("strong", head + (paid ? " " + usd(paid) : "") + "."));
      if (reason >= 0) {
        const [sentence, citation, rule] = grid.reasons[reason];
        if (sentence) item.append(element("div", sentence));
        if (citation) item.append(element("div", citation, "quiet"));
        if (rule.includes("/")) item.append(element("div", "Rule " + rule, "id"));
      }
      list.append(item);
    }
    dialog.showModal();
  });
  if (dialog) {
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close();
    });
  }

  window.braid = { data, element, charts: { draw: drawOne, clicked } };
})();
