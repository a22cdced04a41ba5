// The frame: which view is shown, when it is asked for anew, and what is said when nobody answers.
const page = {
  view: null,
  failingSince: null,
  timer: null,
  running: null,
  main: document.getElementById("content"),

  start() {
    window.addEventListener("hashchange", () => page.open(true));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", charts.repaint);
    document.getElementById("every").addEventListener("change", page.refresh);
    document.getElementById("pause").addEventListener("click", page.pause);
    document.addEventListener("visibilitychange", () => document.hidden || page.refresh());
    page.open(false);
    backend.readiness().then(readiness.mark, () => {});
  },

  // "#/", "#/readiness" or "#/cache/name". Anything else is no address of ours ("#content" of the skip link is one).
  open(byUser) {
    const address = location.hash || "#/";
    if (page.view && !address.startsWith("#/")) {
      page.main.focus();
      return;
    }
    const [, kind, name] = address.split("/");
    const view = kind === "cache" && name ? cacheView : kind === "readiness" ? readiness : overview;
    const title = view.heading ?? decodeURIComponent(name);
    const heading = elements.el("h2", {tabindex: "-1"}, title);
    page.view = view.create(view === cacheView ? title : undefined);
    page.main.replaceChildren(heading, page.view.element);
    elements.show(document.getElementById("said"), false);
    charts.forgetDetached();
    document.title = title + " · Cache console";
    document.querySelectorAll("[data-view]").forEach(link => {
      const here = link.dataset.view === (view === readiness ? "readiness" : view === overview ? "overview" : "");
      here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
    });
    if (byUser) {
      heading.focus();
    }
    page.refresh();
  },

  refresh() {
    clearTimeout(page.timer);
    page.running ??= page.ask().finally(() => {
      page.running = null;
      clearTimeout(page.timer);
      if (document.getElementById("pause").getAttribute("aria-pressed") === "false") {
        page.timer = setTimeout(() => document.hidden || page.refresh(), Number(document.getElementById("every").value));
      }
    });
  },

  async ask() {
    let view;
    try {
      const insight = await backend.insight();
      history.add(insight, Date.now());
      page.redis(insight.backend ?? {});
      do {
        // Whoever changes the view meanwhile sees it filled at once.
        view = page.view;
        await view.update(insight);
      } while (view !== page.view);
      page.answered();
    } catch (error) {
      page.failed(error);
    }
  },

  answered() {
    page.failingSince = null;
    elements.show(document.getElementById("away"), false);
    page.main.classList.remove("stale");
    elements.text(document.getElementById("updated"), "updated " + format.clock(Date.now()));
  },

  // The alert is written once for each outage, so that a screen reader says it once.
  failed(error) {
    page.failingSince ??= Date.now();
    const banner = document.getElementById("away");
    const what = error.status ? "The application does not show this" : "No answer from the application";
    elements.text(banner, `${what} since ${format.clock(page.failingSince)}: ${error.message}. `
      + (history.points.length > 0 ? "What is shown is the last that was known. " : "") + "Asking again and again.");
    elements.show(banner, true);
    page.main.classList.add("stale");
  },

  redis(state) {
    const banner = document.getElementById("redis-away");
    const away = state.available === false;
    if (away) {
      const finding = (state.findings ?? []).find(candidate => candidate.code === "backend-away");
      const seen = state.asOf ? `What is shown of the servers was last seen at ${format.clock(Date.parse(state.asOf))}. ` : "";
      elements.text(banner, `Redis is away: the breaker is ${state.breaker ?? "open"}. The application goes on with what is in `
        + `its memory and with its own methods. ${seen}${finding?.action ?? ""}`);
    }
    elements.show(banner, away);
  },

  say(words, kind) {
    const status = document.getElementById("said");
    status.className = "banner " + kind;
    elements.show(status, true);
    elements.text(status, words);
  },

  pause() {
    const button = document.getElementById("pause");
    const paused = button.getAttribute("aria-pressed") === "false";
    button.setAttribute("aria-pressed", String(paused));
    clearTimeout(page.timer);
    if (!paused) {
      page.refresh();
    }
  },
};

page.start();
