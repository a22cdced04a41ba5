// The view of all caches: figures, charts, the table, the servers and what the application itself has found.
const overview = {
  heading: "All caches",

  create() {
    const tiles = {
      rate: elements.tile("Hit rate, last minute"),
      reads: elements.tile("Reads"),
      loads: elements.tile("Loads"),
      memory: elements.tile("Redis memory"),
      gate: elements.tile("Messages"),
      repairs: elements.tile("Waiting for Redis"),
    };
    const lines = overview.charts();
    const table = overview.table();
    const servers = overview.servers();
    const findings = overview.findings();
    const element = elements.el("div", {},
      elements.el("dl", {class: "tiles"}, ...Object.values(tiles).map(tile => tile.element)),
      elements.el("div", {class: "grid"}, ...lines.map(chart => chart.element)),
      table.element,
      elements.el("div", {class: "grid"}, servers.element, findings.element));
    return {
      element,
      update(insight) {
        overview.tiles(tiles, insight);
        lines.forEach(chart => chart.update());
        table.update(insight);
        servers.update(insight.backend ?? {});
        findings.update(insight.backend?.findings ?? []);
      },
    };
  },

  charts() {
    const total = name => point => point.total[name];
    const worst = kind => point => {
      const all = Object.values(point.p99).map(kinds => kinds[kind]?.p99Micros ?? 0).filter(micros => micros > 0);
      return all.length > 0 ? Math.max(...all) : null;
    };
    return [
      charts.timeline("Hit rate by tier", [
        {name: "memory and Redis", read: total("hitRate")},
        {name: "memory", read: total("localRate")},
        {name: "Redis", read: total("remoteRate")},
      ], {write: format.percent, axis: format.wholePercent, max: 1}),
      charts.timeline("Latency since start, p99 of the slowest cache", [
        {name: "hit in memory", read: worst("localHit")},
        {name: "hit in Redis", read: worst("hit")},
        {name: "miss", read: worst("miss")},
        {name: "load", read: worst("load")},
        {name: "evict", read: worst("evict")},
      ], {write: format.micros, logarithmic: true}),
      charts.timeline("Loads", [
        {name: "loads", read: total("loads")},
        {name: "failed", read: total("loadFailures")},
        {name: "callers that shared one", read: total("joined")},
      ], {write: format.perSecond, suggestedMax: 1}),
      charts.timeline("Redis memory against its limit", [
        {name: "used", read: point => point.memory},
        {name: "limit", read: point => point.limit},
      ], {write: format.bytes}),
      charts.timeline("Evictions", [
        {name: "asked for", read: total("evictions")},
        {name: "no room in memory", read: total("localEvictions")},
        {name: "no room in Redis", read: point => point.serverEvictions},
      ], {write: format.perSecond, suggestedMax: 1}),
      charts.timeline("Trouble", [
        {name: "errors", read: total("errors")},
        {name: "answered without the cache", read: total("fallbacks")},
        {name: "stale answers, last minute", read: point => point.stale},
      ], {write: format.perSecond, suggestedMax: 1}),
    ];
  },

  tiles(tiles, insight) {
    const backend = insight.backend ?? {};
    const point = history.points.at(-1) ?? {total: {}};
    const minute = overview.lastMinute(Object.values(insight.caches ?? {}));
    tiles.rate.update(format.percent(minute ?? point.total.hitRate), "both tiers, all caches");
    tiles.reads.update(format.perSecond(point.total.reads));
    tiles.loads.update(format.perSecond(point.total.loads));
    const need = backend.memoryNeed;
    tiles.memory.update(
      point.limit ? format.percent(point.memory / point.limit) : format.bytes(point.memory),
      need?.caches > 0 ? `working sets need ${format.bytes(need.workingSetBytes)}` : format.bytes(point.memory));
    const bus = backend.bus;
    tiles.gate.update(bus ? (bus.open ? "heard" : "not heard") : format.missing,
      bus ? `gate ${bus.open ? "open" : "shut"}, lag ${format.known(bus.lagMillis) ? bus.lagMillis + " ms" : "unknown"}` : "");
    const repairs = backend.repairs ?? {};
    tiles.repairs.update(
      format.count((repairs.pendingKeys ?? 0) + (repairs.pendingClears ?? 0)),
      `evictions; breaker ${backend.breaker ?? "unknown"}`);
  },

  // Of all caches together, if the application tells rates: weighed by their reads.
  lastMinute(caches) {
    let hits = 0;
    let reads = 0;
    for (const cache of caches) {
      const perSecond = cache.rates?.oneMinute?.perSecond;
      if (perSecond) {
        hits += (perSecond.localHits ?? 0) + (perSecond.remoteHits ?? 0);
        reads += (perSecond.localHits ?? 0) + (perSecond.remoteHits ?? 0) + (perSecond.misses ?? 0);
      }
    }
    return reads > 0 ? hits / reads : null;
  },

  table() {
    const body = elements.el("tbody", {});
    const names = ["Cache", "Verdict", "Hit rate", "", "In memory", "Reads", "Loads", "Redis hit p99", "Load p99", "Entries", "Errors"];
    const head = elements.el("tr", {}, ...names.map((name, i) =>
      elements.el("th", {scope: "col", class: i === 1 || i === 3 ? "left" : null}, name || elements.el("span", {}, "Lately"))));
    const element = elements.el("section", {class: "card wide", "aria-label": "Caches"},
      elements.el("h3", {}, "Caches"),
      elements.el("div", {class: "scroll", tabindex: "0", role: "region", "aria-label": "Table of the caches"},
        elements.el("table", {id: "caches"}, elements.el("thead", {}, head), body)));
    return {
      element,
      update(insight) {
        const rows = Object.entries(insight.caches ?? {}).map(([name, cache]) => ({name, cache}));
        elements.keep(body, rows, row => row.name, overview.row);
      },
    };
  },

  row({name}) {
    const cells = Array.from({length: 10}, () => elements.el("td", {}));
    const spark = charts.sparkline();
    cells[0].className = "left";
    cells[2].append(spark.element);
    const link = elements.el("a", {href: "#/cache/" + encodeURIComponent(name)}, name);
    return {
      element: elements.el("tr", {"data-cache": name}, elements.el("th", {scope: "row"}, link), ...cells),
      update({cache}) {
        const lately = history.points.at(-1)?.rates[name] ?? {};
        const verdict = cache.verdict ?? "unknown";
        if (cells[0].textContent !== verdict) {
          cells[0].replaceChildren(elements.badge(verdict, format.verdictKind(verdict)));
        }
        elements.text(cells[1], format.percent(cache.hits + cache.misses > 0 ? cache.hitRate : null));
        spark.update(history.points.map(point => point.rates[name]?.hitRate));
        elements.text(cells[3], format.percent(cache.hits > 0 ? cache.localHits / cache.hits : null));
        elements.text(cells[4], format.perSecond(lately.reads));
        elements.text(cells[5], format.perSecond(lately.loads));
        // Nothing was timed yet: zero.
        elements.text(cells[6], format.micros(cache.latency?.hit?.p99Micros || null));
        elements.text(cells[7], format.micros(cache.latency?.load?.p99Micros || null));
        elements.text(cells[8], format.count(cache.local?.entries));
        elements.text(cells[9], format.count(cache.errors));
      },
    };
  },

  servers() {
    const list = elements.el("ul", {class: "items"});
    const none = elements.el("p", {class: "quiet"}, "No server has told anything yet.");
    const row = () => {
      const name = elements.el("strong", {});
      const facts = elements.facts();
      return {
        element: elements.el("li", {}, name, facts.element),
        update(server) {
          elements.text(name, `${server.address} · ${server.server ?? "unknown product"} · ${server.role ?? "unknown role"}`);
          const memory = server.memory;
          facts.update([
            ["Memory", memory ? `${format.bytes(memory.usedBytes)} of ${memory.maxBytes > 0 ? format.bytes(memory.maxBytes) : "no limit"}` : format.missing],
            ["When it is full", server.evictionPolicy ?? format.missing],
            ["Removed for room", `${format.count(server.evictedKeys)} (${format.perSecond(server.evictionsPerSecond)})`],
            ["Keys", format.count(server.keys)],
            ["Connections", format.count(server.connectedClients)],
          ]);
        },
      };
    };
    return {
      element: elements.card("Servers", none, list),
      update(backend) {
        const servers = backend.servers ?? [];
        elements.show(none, servers.length === 0);
        if (backend.mode === "local") {
          elements.text(none, "There is none: the mode is local.");
        }
        elements.keep(list, servers, server => server.address, row);
      },
    };
  },

  findings() {
    const list = elements.el("ul", {class: "items", id: "findings"});
    const none = elements.el("p", {class: "quiet"}, "Nothing to report.");
    const row = finding => {
      const badge = elements.badge(finding.severity, format.verdictKind(finding.severity));
      const title = elements.el("p", {}, badge, " ", elements.el("strong", {}, finding.subject), " ", elements.el("code", {}, finding.code));
      const message = elements.el("p", {});
      const action = elements.el("p", {class: "quiet"});
      return {
        element: elements.el("li", {}, title, message, action),
        update(now) {
          elements.text(message, now.message);
          elements.text(action, now.action);
        },
      };
    };
    return {
      element: elements.card("What the application found", none, list),
      update(findings) {
        elements.show(none, findings.length === 0);
        elements.keep(list, findings, finding => `${finding.severity} ${finding.code} ${finding.subject}`, row);
      },
    };
  },
};
