// The only way this page makes elements. Whatever it shows becomes a text node or an attribute, never markup: keys,
// names and messages are data that somebody else chose.
const elements = {
  // el("a", {href: "#/", class: "x", onclick: f}, "text", child, ...); null children are left out.
  el(name, attributes = {}, ...children) {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (key.startsWith("on")) {
        element.addEventListener(key.slice(2), value);
      } else if (value !== null && value !== undefined && value !== false) {
        element.setAttribute(key, value === true ? "" : value);
      }
    }
    element.append(...children.filter(child => child !== null && child !== undefined));
    return element;
  },

  svg(name, attributes, ...children) {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    element.append(...children);
    return element;
  },

  // Changes a text only if it is another one, so that what is selected or being read aloud stays as it is.
  text(element, value) {
    if (element.textContent !== String(value)) {
      element.textContent = value;
    }
  },

  show(element, shown) {
    element.hidden = !shown;
  },

  // Makes the children of an element those of a list, and keeps the elements of keys that are there already: the focus
  // stays where it is. `create(item)` gives {element, update(item)}.
  keep(parent, items, keyOf, create) {
    const rows = parent.keptRows ??= new Map();
    const seen = new Set();
    let before = null;
    for (const item of items) {
      const key = keyOf(item);
      seen.add(key);
      if (!rows.has(key)) {
        rows.set(key, create(item));
      }
      const row = rows.get(key);
      row.update?.(item);
      const place = before === null ? parent.firstChild : before.nextSibling;
      if (place !== row.element) {
        parent.insertBefore(row.element, place);
      }
      before = row.element;
    }
    for (const [key, row] of rows) {
      if (!seen.has(key)) {
        row.element.remove();
        rows.delete(key);
      }
    }
  },

  badge(words, kind) {
    return elements.el("span", {class: "badge " + kind}, words);
  },

  card(title, ...children) {
    return elements.el("section", {class: "card"}, elements.el("h3", {}, title), ...children);
  },

  // A number with its name; update(value, note).
  tile(name) {
    const value = elements.el("span", {}, "–");
    const note = elements.el("span", {class: "note"});
    const element = elements.el("div", {class: "tile"}, elements.el("dt", {}, name), elements.el("dd", {}, value, note));
    return {
      element,
      update(text, remark = "") {
        elements.text(value, text);
        elements.text(note, remark);
      },
    };
  },

  // Rows of a label, a bar and a value: a chart that can be read without seeing it. Items: {label, share, value}.
  bars() {
    const element = elements.el("ul", {class: "bars"});
    const row = () => {
      const label = elements.el("span", {});
      const bar = elements.el("div", {class: "bar"});
      const value = elements.el("span", {class: "value"});
      return {
        element: elements.el("li", {}, label, elements.el("div", {class: "track", "aria-hidden": "true"}, bar), value),
        update(item) {
          elements.text(label, item.label);
          elements.text(value, item.value);
          bar.style.width = 100 * Math.min(1, Math.max(0, item.share)) + "%";
        },
      };
    };
    return {element, update: items => elements.keep(element, items, item => item.label, row)};
  },

  // Names with values; update([[name, value], ...]).
  facts() {
    const element = elements.el("dl", {class: "facts"});
    return {
      element,
      update(pairs) {
        const flat = pairs.flatMap(([name, value]) => [["dt", name, name], ["dd", name, value]]);
        elements.keep(element, flat, ([kind, name]) => kind + name, ([kind]) => {
          const cell = elements.el(kind, {});
          return {element: cell, update: ([, , value]) => elements.text(cell, value)};
        });
      },
    };
  },
};
