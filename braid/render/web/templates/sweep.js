(function () {
  const { data, charts, element } = braid;
  const whole = (n, places) => n.toLocaleString("en-US",
    { minimumFractionDigits: places, maximumFractionDigits: places });
  const FORMATS = {
    usd: (n) => "$" + whole(n, 2), share: (n) => whole(100 * n, 2) + "%",
    hours: (n) => n.toLocaleString("en-US", { maximumFractionDigits: 2 }),
    count: (n) => n.toLocaleString("en-US", { maximumFractionDigits: 6 }),
  };
  const TICKS = { usd: "$~s", share: ".0%", hours: ",", count: "," };

  for (const [id, one] of Object.entries(data.sweeps || {})) {
    const box = document.querySelector('[data-sweep="' + id + '"]'), section = box.parentElement;
    const byId = (name) => document.getElementById(id + "-" + name);
    const control = (name) => box.querySelector("select[name=" + name + "]");
    const value = (name) => { const c = control(name); return !c || c.value === "" ? -1 : Number(c.value); };
    const says = (name, text) => section.querySelectorAll('[data-says="' + name + '"]')
      .forEach((place) => { place.textContent = text; });
    const frame = (name) => data.charts[id + "-" + name];
    const good = one.states.indexOf("good");
    const spoken = (axis, x) => x === null ? "" :
      axis.values ? axis.values[x] : x.toLocaleString("en-US", { maximumFractionDigits: 6 });

    function chosen() {
      const measure = value("measure"), scenario = value("scenario");
      const state = control("state") ? value("state") : good;
      return { measure, scenario, state, format: FORMATS[one.measures[measure].unit],
               tick: TICKS[one.measures[measure].unit], name: one.measures[measure].name };
    }
    const passes = (c, scenario, state) =>
      (c.scenario < 0 || c.scenario === scenario) && (c.state < 0 || c.state === state);
    const of = (c) => (c.scenario < 0 ? "" : " of " + one.scenarios[c.scenario]) +
      (c.state < 0 ? "" : ", " + one.states[c.state]);

    function spread(c) {
      const chart = frame("spread"), made = one.histograms[c.measure];
      const body = byId("bars").querySelector("tbody");
      body.replaceChildren();
      const counts = made ? new Array(made.edges.length - 1).fill(0) : [];
      for (const [scenario, state, row] of made ? made.rows : []) {
        if (passes(c, scenario, state)) row.forEach((n, k) => { counts[k] += n; });
      }
      const total = counts.reduce((a, b) => a + b, 0);
      const [bars, marks] = chart.data;
      bars.x = counts.map((n, k) => (made.edges[k] + made.edges[k + 1]) / 2);
      bars.width = counts.map((n, k) => made.edges[k + 1] - made.edges[k]);
      bars.y = counts;
      bars.text = counts.map((n, k) => c.format(made.edges[k]) + " to below " + c.format(made.edges[k + 1]));
      counts.forEach((n, k) => {
        if (!n) return;
        const row = element("tr");
        row.append(element("td", c.format(made.edges[k]), "n"), element("td", c.format(made.edges[k + 1]), "n"),
                   element("td", n.toLocaleString("en-US"), "n"));
        body.append(row);
      });
      const boxes = one.boxes.filter((b) => b[1] === c.measure && (c.scenario < 0 || b[0] === c.scenario));
      const box = c.state === good && boxes.length === 1 ? boxes[0] : null;
      marks.visible = Boolean(box);
      if (box) {
        const [, , mean, , q5, q25, q50, q75, q95] = box;
        Object.assign(marks, { y: [0], q1: [q25], median: [q50], q3: [q75], lowerfence: [q5],
                               upperfence: [q95], mean: [mean] });
      }
      chart.layout.xaxis.tickformat = c.tick;
      chart.layout.xaxis.title = { text: c.name.replace(/&/g, "&amp;").replace(/</g, "&lt;") };
      says("spread", c.name + ", " + total.toLocaleString("en-US") + (total === 1 ? " case" : " cases") + of(c) + "." +
        (box ? " Above the bars: from 5% to 95% of the cases, the box from a quarter to three quarters, the line at the half." : ""));
      charts.draw(id + "-spread");
    }

    function tornado(c) {
      if (!byId("tornado") && !document.getElementById("chart-" + id + "-tornado")) return;
      const chart = frame("tornado"), scenario = Math.max(c.scenario, 0);
      const rows = one.effects.filter((e) => e[0] === scenario && e[1] === c.measure);
      rows.sort((a, b) => Math.abs(a[3]) - Math.abs(b[3]));
      const names = rows.map((e) => one.inputs[e[2]].name);
      const [bars, least, most] = chart.data;
      bars.y = least.y = most.y = names;
      bars.base = rows.map((e) => Math.min(e[4], e[5]));
      bars.x = rows.map((e) => Math.abs(e[5] - e[4]));
      bars.marker.color = rows.map((e) => e[3] < 0 ? "var(--c1)" : "var(--c2)");
      least.x = rows.map((e) => e[4]); most.x = rows.map((e) => e[5]);
      least.text = rows.map((e) => c.format(e[4])); most.text = rows.map((e) => c.format(e[5]));
      const box = one.boxes.find((b) => b[0] === scenario && b[1] === c.measure);
      chart.layout.shapes = box ? [{ type: "line", yref: "paper", y0: 0, y1: 1, x0: box[2], x1: box[2],
        line: { color: "var(--line)", dash: "dot", width: 2 } }] : [];
      chart.layout.height = 110 + 34 * Math.max(rows.length, 2);
      chart.layout.xaxis.tickformat = c.tick;
      says("tornado", c.name + (one.scenarios.length > 1 ? " of " + one.scenarios[scenario] : "") +
        ": from its mean where the input is least (circle) to that where it is most (diamond), good cases; the strongest input on top, the dotted line is the mean of all.");
      charts.draw(id + "-tornado");
      document.querySelectorAll("#" + id + "-effects tbody tr").forEach((row) => {
        row.hidden = Number(row.dataset.measure) !== c.measure ||
          (c.scenario >= 0 && Number(row.dataset.scenario) !== c.scenario);
      });
    }

    const cases = new Map(one.points.map((p) => [p[0], p]));
    let points = [];
    function scatter(c) {
      const chart = frame("scatter"), input = value("input"), axis = one.inputs[input];
      points = one.points.filter((p) => passes(c, p[1], p[2]) && p[4][c.measure] !== null);
      const trace = chart.data[0];
      trace.x = points.map((p) => p[3][input]);
      trace.y = points.map((p) => p[4][c.measure]);
      trace.text = points.map((p) => "Case " + p[0] + "<br>" + axis.name + " " +
        (axis.labels ? axis.labels[p[3][input]] : spoken(axis, p[3][input])) + "<br>" + c.format(p[4][c.measure]));
      trace.marker.symbol = points.map((p) => p[2] === good ? "circle" : "x");
      const layout = chart.layout;
      layout.xaxis.title = { text: axis.name };
      layout.xaxis.tickvals = axis.labels ? axis.labels.map((_, k) => k) : undefined;
      layout.xaxis.ticktext = axis.labels;
      layout.xaxis.range = axis.labels ? [-0.5, axis.labels.length - 0.5] : undefined;
      layout.yaxis.title = { text: c.name.replace(/&/g, "&amp;").replace(/</g, "&lt;") };
      layout.yaxis.tickformat = c.tick;
      says("scatter", c.name + " against " + axis.name + (axis.varies ? " (" + axis.varies + ")" : "") + ": " +
        points.length.toLocaleString("en-US") + (points.length === 1 ? " case" : " cases") + of(c) + ".");
      charts.draw(id + "-scatter");
      ends(c);
    }

    function ends(c) {
      const body = byId("ends").querySelector("tbody");
      const ranked = [...points].sort((a, b) => a[4][c.measure] - b[4][c.measure] || a[0] - b[0]);
      const rows = ranked.length > 10 ? [...ranked.slice(0, 5), ...ranked.slice(-5)] : ranked;
      body.replaceChildren();
      rows.forEach((p, n) => {
        const row = element("tr"), head = element("th"), button = element("button", String(p[0]), "step");
        if (n === 5 && ranked.length > 10) row.className = "gap";
        head.scope = "row"; button.type = "button";
        button.setAttribute("aria-label", "Show case " + p[0]);
        button.addEventListener("click", () => tell(p[0]));
        head.append(button); row.append(head);
        if (one.scenarios.length > 1) row.append(element("td", one.scenarios[p[1]]));
        row.append(element("td", c.format(p[4][c.measure]), "n"));
        one.inputs.forEach((axis, k) => row.append(element("td", spoken(axis, p[3][k]), "n")));
        body.append(row);
      });
      says("measure", c.name);
      says("ends", ranked.length > 10 ? c.name + ": the five cases with the least of it, then the five with the most" :
        c.name + ": the cases, the least first");
    }

    const told = byId("told"), asked = byId("case");
    function tell(number) {
      told.replaceChildren();
      if (!number) return;
      asked.value = number;
      const found = cases.get(number);
      if (!found) {
        told.append(element("p", "Case " + number + " is not among those that this page holds. braid sweep SWEEP --case " + number + " makes its plan."));
        return;
      }
      told.append(element("p", "Case " + number + (one.scenarios.length > 1 ? " of " + one.scenarios[found[1]] : "") + ", " + one.states[found[2]], "strong"));
      const columns = element("div", "", "columns");
      const list = (pairs) => {
        const made = element("dl", "", "pairs");
        for (const [name, text] of pairs) made.append(element("dt", name), element("dd", text));
        columns.append(made);
      };
      list(one.inputs.map((axis, k) => [axis.name, spoken(axis, found[3][k])]));
      list(one.measures.map((m, k) => [m.name, found[4][k] === null ? "" : FORMATS[m.unit](found[4][k])])
        .filter(([, text]) => text));
      told.append(columns);
    }
    asked.addEventListener("input", () => tell(Number(asked.value)));
    charts.clicked[id + "-scatter"] = (event) => {
      const point = event.points[0];
      if (point && points[point.pointIndex]) tell(points[point.pointIndex][0]);
    };

    function all() { const c = chosen(); spread(c); tornado(c); scatter(c); }
    box.querySelectorAll("select").forEach((select) => select.addEventListener("change", all));
    all();
  }
})();
