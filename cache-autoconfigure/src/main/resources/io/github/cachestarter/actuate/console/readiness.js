// The production checklist, worst items first.
const readiness = {
  heading: "Readiness",
  order: ["fail", "warn", "unknown", "pass"],

  create() {
    const verdict = elements.el("p", {class: "heading"});
    const passed = elements.el("input", {type: "checkbox", id: "passed", onchange: () => paint()});
    const groups = elements.el("div", {});
    let report = null;
    const paint = () => report && readiness.paint(report, verdict, groups, passed.checked);
    return {
      element: elements.el("div", {}, verdict,
        elements.el("p", {}, passed, " ", elements.el("label", {for: "passed"}, "Show what has passed, too")), groups),
      async update() {
        report = await backend.readiness();
        readiness.mark(report);
        paint();
      },
    };
  },

  // The verdict in the navigation, on every view.
  mark(report) {
    const mark = document.getElementById("readiness-verdict");
    elements.text(mark, report.verdict);
    mark.className = "badge " + format.verdictKind(report.verdict);
    elements.show(mark, true);
  },

  paint(report, verdict, groups, passed) {
    verdict.replaceChildren(elements.badge(report.verdict, format.verdictKind(report.verdict)),
      Object.entries(report.counts ?? {}).map(([status, count]) => `${count} ${status}`).join(", "));
    const all = [["The application", report.application ?? []],
      ...Object.entries(report.caches ?? {}).map(([name, cache]) => [name, cache.items ?? []])];
    const shown = all.map(([title, items]) => [title, items
      .filter(item => passed || item.status !== "pass")
      .sort((a, b) => readiness.order.indexOf(a.status) - readiness.order.indexOf(b.status))]);
    elements.keep(groups, shown, ([title]) => title, readiness.group);
  },

  group([title]) {
    const list = elements.el("ul", {class: "items"});
    const none = elements.el("p", {class: "quiet"}, "Everything has passed.");
    const element = elements.card(title, none, list);
    element.classList.add("wide");
    return {
      element,
      update([, items]) {
        elements.show(none, items.length === 0);
        elements.keep(list, items, item => JSON.stringify(item), readiness.item);
      },
    };
  },

  item(item) {
    const badge = elements.badge(item.status, format.verdictKind(item.status));
    return {element: elements.el("li", {"data-check": item.check},
      elements.el("p", {}, badge, " ", elements.el("strong", {}, format.words(item.check)), item.accepted ? " (accepted)" : null),
      elements.el("p", {}, item.evidence),
      elements.el("p", {class: "quiet"}, item.reason),
      item.remedy ? elements.el("p", {}, "To do: " + item.remedy) : null,
      item.property ? elements.el("p", {}, elements.el("code", {}, item.property)) : null)};
  },
};
