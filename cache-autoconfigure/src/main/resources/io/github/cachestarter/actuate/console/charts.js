// Charts on a canvas (Chart.js), each with a legend of its own in HTML that tells the newest values: for those who do not
// see the canvas, and for tests. Colours come from the style sheet, so that dark and light are decided there alone; a
// dash pattern tells lines apart without colour.
const charts = {
  dashes: [[], [7, 4], [2, 3], [9, 3, 2, 3], [14, 4]],
  all: new Set(),

  color: name => getComputedStyle(document.documentElement).getPropertyValue(name).trim(),

  // A chart over time. series: [{name, read(point)}]; options: {write, max, logarithmic, action}.
  timeline(title, series, options) {
    const chart = charts.lines(title, series, {
      ...options,
      x: {type: "linear", ticks: {maxTicksLimit: 5, maxRotation: 0, callback: value => format.clock(value)}},
      title: items => format.clock(items[0].parsed.x),
    });
    return {
      ...chart,
      update() {
        const now = history.points.at(-1)?.at ?? 0;
        const first = history.points[0]?.at ?? now;
        chart.draw(series.map(one => history.line(one.read)), {min: Math.min(first, now - 30_000), max: now});
      },
    };
  },

  // Lines over anything. draw(lines, {min, max} of the x axis, texts of the legend: otherwise the newest values)
  lines(title, series, options) {
    const canvas = elements.el("canvas", {role: "img", "aria-label": title + ": nothing yet"});
    const values = series.map(() => elements.el("b", {}, format.missing));
    const legend = elements.el("ul", {class: "legend"}, ...series.map((one, i) =>
      elements.el("li", {}, charts.swatch(i, one.points), one.name + " ", values[i])));
    const caption = elements.el("figcaption", {}, elements.el("span", {}, title), options.action ?? null);
    const element = elements.el("figure", {class: "card chart"},
      caption, elements.el("div", {class: "plot"}, canvas), legend);
    const drawn = {chart: null, element, create: null};
    drawn.create = () => new Chart(canvas, charts.configuration(series, options));
    charts.all.add(drawn);
    return {
      element,
      draw(lines, range, texts = lines.map(line => options.write(line.at(-1)?.y ?? null))) {
        drawn.chart ??= drawn.create();
        lines.forEach((line, i) => drawn.chart.data.datasets[i].data = line);
        Object.assign(drawn.chart.options.scales.x, range);
        drawn.chart.update("none");
        texts.forEach((text, i) => elements.text(values[i], text));
        canvas.setAttribute("aria-label", title + ": "
          + series.map((one, i) => one.name + " " + values[i].textContent).join(", "));
      },
    };
  },

  configuration(series, options) {
    const grid = {color: charts.color("--grid")};
    const ticks = {color: charts.color("--quiet")};
    const logarithmic = options.logarithmic === true;
    return {
      type: "line",
      data: {datasets: series.map((one, i) => charts.dataset(one, i))},
      options: {
        animation: false,
        parsing: false,
        normalized: true,
        maintainAspectRatio: false,
        interaction: {mode: "index", intersect: false},
        plugins: {
          legend: {display: false},
          tooltip: {callbacks: {
            title: options.title,
            label: item => item.dataset.label + ": " + options.write(item.parsed.y),
          }},
        },
        scales: {
          x: {...options.x, grid, ticks: {...options.x.ticks, ...ticks}},
          y: {
            type: logarithmic ? "logarithmic" : "linear",
            min: logarithmic ? undefined : 0,
            max: options.max,
            suggestedMax: options.suggestedMax,
            grid,
            ticks: {...ticks, maxTicksLimit: 6, callback: value => (options.axis ?? options.write)(value)},
          },
        },
      },
    };
  },

  dataset(one, i) {
    const color = charts.color("--series-" + (i + 1));
    const alone = ({dataset, dataIndex}) =>
      dataset.data[dataIndex - 1]?.y == null && dataset.data[dataIndex + 1]?.y == null;
    return {
      label: one.name,
      data: [],
      borderColor: color,
      backgroundColor: color,
      borderWidth: 2,
      borderDash: charts.dashes[i],
      // A value between two gaps has no line to be seen on.
      pointRadius: one.points ?? (context => alone(context) ? 2 : 0),
      showLine: one.points === undefined,
      pointHitRadius: 6,
    };
  },

  swatch(i, points) {
    const mark = points === undefined
      ? elements.svg("line", {x1: 0, y1: 5, x2: 22, y2: 5, "stroke-width": 3, "stroke-dasharray": charts.dashes[i].join(" ")})
      : elements.svg("circle", {cx: 16, cy: 5, r: 5});
    mark.style[points === undefined ? "stroke" : "fill"] = `var(--series-${i + 1})`;
    return elements.svg("svg", {viewBox: "0 0 22 10", "aria-hidden": "true"}, mark);
  },

  // A small line of shares (0 to 1) for a table; the number beside it says the same.
  sparkline() {
    const path = elements.svg("path", {});
    const element = elements.svg("svg",
      {class: "spark", viewBox: "0 0 100 24", preserveAspectRatio: "none", "aria-hidden": "true"}, path);
    return {
      element,
      update(values) {
        const step = 100 / Math.max(1, values.length - 1);
        let pen = "M";
        let d = "";
        values.forEach((value, i) => {
          if (value === null || value === undefined) {
            pen = "M";
          } else {
            d += `${pen}${(i * step).toFixed(1)} ${(23 - 22 * value).toFixed(1)}`;
            pen = "L";
          }
        });
        path.setAttribute("d", d);
      },
    };
  },

  // Charts of a view that was left give their canvas back.
  forgetDetached() {
    for (const drawn of charts.all) {
      if (!drawn.element.isConnected) {
        drawn.chart?.destroy();
        charts.all.delete(drawn);
      }
    }
  },

  // Dark became light, or the other way round.
  repaint() {
    for (const drawn of charts.all) {
      const old = drawn.chart;
      if (old) {
        const data = old.data.datasets.map(dataset => dataset.data);
        const {min, max} = old.options.scales.x;
        old.destroy();
        drawn.chart = drawn.create();
        data.forEach((line, i) => drawn.chart.data.datasets[i].data = line);
        Object.assign(drawn.chart.options.scales.x, {min, max});
        drawn.chart.update("none");
      }
    }
  },
};
