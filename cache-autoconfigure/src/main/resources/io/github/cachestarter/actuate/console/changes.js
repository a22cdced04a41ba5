// Evicting and clearing, where the endpoint allows it. Nothing is sent before it was confirmed.
const changes = {
  create(name) {
    const text = elements.el("p", {class: "quiet"}, "Asking whether changes are allowed ...");
    const forms = elements.el("div", {hidden: true},
      changes.form("Key", "evict-key", "Evict key", key => changes.ask(`Evict the key "${key}" from ${name}?`,
        "The next read of it loads it anew, on every instance.", () => changes.send(name, {key}))),
      changes.form("Tag", "evict-tag", "Evict tag", tag => changes.ask(`Evict everything with the tag "${tag}" from ${name}?`,
        "The next read of each of these entries loads it anew, on every instance.", () => changes.send(name, {tag}))),
      elements.el("button", {type: "button", class: "danger", id: "clear", onclick: () => changes.ask(`Clear the whole cache ${name}?`,
        "Every entry is gone, on every instance; all next reads load at once.", () => changes.send(name, {all: true}))},
      "Clear the cache"), " ",
      elements.el("button", {type: "button", id: "warm", onclick: () => changes.ask(`Warm the cache ${name}?`,
        "Its recorded hot keys are read into the memory of this instance; what Redis does not have is loaded where the application has a CacheWarmer.",
        () => changes.warm(name))}, "Warm the cache"));
    changes.look(name, text, forms);
    return {element: elements.card("Change", text, forms)};
  },

  async look(name, text, forms) {
    try {
      const allowed = await backend.mayChange(name);
      elements.show(forms, allowed);
      elements.text(text, allowed
        ? "Evictions and clears are done for all instances."
        : "Reading only. Changes are possible where management.endpoint.cacheinsight.access is unrestricted.");
    } catch (error) {
      elements.text(text, `Whether changes are allowed is not known: ${error.message}. Open this view again to ask once more.`);
    }
  },

  form(label, id, words, send) {
    const input = elements.el("input", {id, required: true, autocomplete: "off", spellcheck: "false"});
    return elements.el("form", {class: "change", onsubmit(event) {
      event.preventDefault();
      send(input.value);
    }}, elements.el("label", {for: id}, label, input), elements.el("button", {type: "submit"}, words));
  },

  // The dialog of the browser keeps the focus inside and gives it back; Escape and Cancel do nothing else.
  ask(question, consequence, action) {
    const dialog = elements.el("dialog", {"aria-labelledby": "question"},
      elements.el("h2", {id: "question"}, question),
      elements.el("p", {}, consequence),
      elements.el("form", {method: "dialog", class: "choices"},
        elements.el("button", {value: "cancel", autofocus: true}, "Cancel"),
        elements.el("button", {value: "confirm", class: "danger", id: "confirm"}, "Yes, do it")));
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (dialog.returnValue === "confirm") {
        action();
      }
    });
    document.body.append(dialog);
    dialog.showModal();
  },

  async warm(name) {
    page.say(`Warming ${name} ...`, "good");
    try {
      const answer = await backend.warm(name);
      const keys = answer.caches?.[name] ?? {wanted: 0, found: 0, loaded: 0, failed: 0};
      const done = answer.state === "done";
      page.say(`Warming ${name}: ${answer.state}. Of ${format.count(keys.wanted)} keys ${format.count(keys.found)} were found, `
        + `${format.count(keys.loaded)} loaded, ${format.count(keys.failed)} failed.`, done && keys.failed === 0 ? "good" : "warn");
      page.refresh();
    } catch (error) {
      if (error.late) {
        page.say(`Warming ${name}: ${error.message}. It goes on in the application, for cache-starter.warm-up.max-wait at most.`, "warn");
      } else {
        page.say(`${name} was not warmed: ${error.message}`, "bad");
      }
    }
  },

  async send(name, what) {
    const done = what.all ? `The cache ${name} was cleared.`
      : `Evicted ${what.key !== undefined ? `the key "${what.key}"` : `the tag "${what.tag}"`} from ${name}.`;
    try {
      const answer = await backend.change(name, what);
      const absent = what.key !== undefined && answer.wasThere === false ? " It was not there." : "";
      const remark = absent + (answer.pending ? " Redis has not acknowledged it yet; it is sent again until it does." : "");
      page.say(done + remark, answer.pending ? "warn" : "good");
      page.refresh();
    } catch (error) {
      page.say(`Nothing is known to have been changed in ${name}: ${error.message}`, "bad");
    }
  },
};
