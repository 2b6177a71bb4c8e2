(function () {
  const { data, charts, element } = braid;
  for (const [id, one] of Object.entries(data.frontiers || {})) {
    const panel = document.getElementById(id + "-panel"), told = panel.querySelector(".told");
    const rows = [...document.querySelectorAll("#" + id + "-steps tbody tr")];
    const chart = id + "-frontier";
    const points = data.charts[chart].data.find((trace) => trace.name === "Points");
    const moves = [...panel.querySelectorAll("button[data-move]")];
    let at = 0;

    function list(head, names, none) {
      const box = element("div");
      box.append(element("strong", head));
      if (!names.length) { box.append(element("div", none, "quiet")); return box; }
      const items = element("ul");
      names.forEach((name) => items.append(element("li", name)));
      box.append(items);
      return box;
    }

    function show(k, redraw = true) {
      at = k;
      const step = one.steps[k];
      const head = element("p");
      head.append(element("strong", step.said));
      told.replaceChildren(head);
      if (step.way) told.append(element("p", step.way, "quiet"));
      const columns = element("div", "", "columns");
      for (const [head, names, none] of step.lists) {
        if (names.length || none) columns.append(list(head, names, none));
      }
      told.append(columns);
      if (step.whole) told.append(element("p", step.whole));
      rows.forEach((row, n) => row.toggleAttribute("data-chosen", n === k));
      rows.forEach((row, n) => row.querySelector("button").setAttribute("aria-pressed", String(n === k)));
      moves[0].disabled = k === 0;
      moves[1].disabled = k === one.steps.length - 1;
      points.selectedpoints = [k];
      if (redraw) charts.draw(chart);
    }

    charts.clicked[chart] = (event) => {
      const point = event.points.find((p) => p.data.name === "Points") || event.points[0];
      if (point && point.data.name === "Points") show(point.pointIndex);
    };
    rows.forEach((row, k) => row.querySelector("button").addEventListener("click", () => show(k)));
    moves.forEach((button) => button.addEventListener("click", () => {
      show(at + Number(button.dataset.move));
      if (button.disabled) moves.find((other) => !other.disabled)?.focus();
    }));
    show(one.steps.length - 1, false);
  }
})();
