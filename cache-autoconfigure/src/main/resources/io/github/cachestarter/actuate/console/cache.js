// The view of one cache.
const cacheView = {
  create(name) {
    const parts = [
      cacheView.tiles(),
      cacheView.charts(name),
      cacheView.misses(),
      cacheView.times(),
      cacheView.curve(),
      cacheView.keys("Hot keys", ["Key", "Share of reads"], "No key stands out yet.",
        keys => keys?.hot ?? [], key => format.percent(key.share)),
      cacheView.keys("Big entries", ["Key", "Size"], "No entry's size has been seen yet.",
        keys => keys?.big ?? [], key => format.bytes(key.bytes)),
      cacheView.facts("Kept fresh", cache => [
        ["refreshes begun", cache.freshness?.refreshes?.started],
        ["refreshes that failed", cache.freshness?.refreshes?.failed],
        ["refreshes left to somebody else", cache.freshness?.refreshes?.refused],
        ["refreshes there was no room for", cache.freshness?.refreshes?.dropped],
        ["stale values served", cache.freshness?.staleServed],
        ["calls whose time limit was reached", cache.freshness?.timedOutLoads],
      ]),
      cacheView.facts("Loads among instances", cache => [
        ["callers that shared a load here", cache.joined],
        ["waits for another instance's load", cache.leases?.waits],
        ["taken over from another instance", cache.leases?.takeovers],
        ["stores refused, since an evict came first", cache.refusedStores],
        ["loads rejected, too many at a time", cache.rejectedLoads],
        ["values refused", cache.refusedValues],
      ]),
      changes.create(name),
      cacheView.refusals(),
      cacheView.settings(),
    ];
    const badge = elements.el("span", {class: "badge unknown"});
    const verdict = elements.el("p", {class: "heading"},
      elements.el("a", {href: "#/"}, "All caches"), badge);
    const [tiles, lines, ...cards] = parts;
    const element = elements.el("div", {}, verdict, tiles.element,
      elements.el("div", {class: "grid"}, ...lines.elements, ...cards.map(card => card.element)));
    return {
      element,
      async update(insight) {
        const known = insight.caches?.[name];
        if (!known) {
          throw Object.assign(new Error(`it has no cache "${name}"`), {status: 404});
        }
        // The keys are in the answer for this cache alone.
        const cache = await backend.cache(name);
        elements.text(badge, cache.verdict ?? "unknown");
        badge.className = "badge " + format.verdictKind(cache.verdict);
        parts.forEach(part => part.update?.(cache));
      },
    };
  },

  tiles() {
    const tiles = {
      rate: elements.tile("Hit rate"),
      minute: elements.tile("Hit rate, last minute"),
      reads: elements.tile("Reads"),
      loads: elements.tile("Loads"),
      local: elements.tile("Entries in memory"),
      remote: elements.tile("Entries in Redis"),
      size: elements.tile("Entry size in Redis"),
      working: elements.tile("Working set"),
    };
    return {
      element: elements.el("dl", {class: "tiles"}, ...Object.values(tiles).map(tile => tile.element)),
      update(cache) {
        const reads = cache.hits + cache.misses;
        tiles.rate.update(format.percent(reads > 0 ? cache.hitRate : null), "since start");
        tiles.minute.update(format.percent(cache.rates?.oneMinute?.hitRate), "both tiers");
        tiles.reads.update(format.count(reads), `${format.count(cache.localHits)} from memory`);
        tiles.loads.update(format.count(cache.loads), `${format.count(cache.loadFailures)} failed, ${format.count(cache.joined)} shared`);
        tiles.local.update(format.count(cache.local?.entries), `${format.count(cache.local?.evictions)} had to leave`);
        const sample = cache.sample;
        tiles.remote.update(format.count(sample?.entries?.value),
          sample ? `${format.count(sample.entries.low)} to ${format.count(sample.entries.high)}` : "no sample yet");
        tiles.size.update(format.bytes(sample?.entryBytes?.value),
          sample ? `largest seen ${format.bytes(sample.largestBytes)}` : "no sample yet");
        const working = cache.sizing?.workingSet;
        tiles.working.update(format.count(working?.entries),
          working ? `${format.bytes(working.bytes)} in ${format.seconds(working.seconds)}` : "too little seen");
      },
    };
  },

  charts(name) {
    const rate = key => point => point.rates[name]?.[key];
    const kind = elements.el("select", {"aria-label": "Latency of what", onchange: () => latency.update()});
    const percentile = key => point => {
      const micros = point.p99[name]?.[kind.value]?.[key];
      return micros > 0 ? micros : null;
    };
    const latency = charts.timeline("Latency since start", [
      {name: "p50", read: percentile("p50Micros")},
      {name: "p95", read: percentile("p95Micros")},
      {name: "p99", read: percentile("p99Micros")},
    ], {write: format.micros, logarithmic: true, action: kind});
    const lines = [
      charts.timeline("Hit rate by tier", [
        {name: "memory and Redis", read: rate("hitRate")},
        {name: "memory", read: rate("localRate")},
        {name: "Redis", read: rate("remoteRate")},
      ], {write: format.percent, axis: format.wholePercent, max: 1}),
      latency,
      charts.timeline("Reads and loads", [
        {name: "reads", read: rate("reads")},
        {name: "loads", read: rate("loads")},
        {name: "failed loads", read: rate("loadFailures")},
      ], {write: format.perSecond, suggestedMax: 1}),
      charts.timeline("Evictions and trouble", [
        {name: "evictions asked for", read: rate("evictions")},
        {name: "no room in memory", read: rate("localEvictions")},
        {name: "errors", read: rate("errors")},
      ], {write: format.perSecond, suggestedMax: 1}),
    ];
    return {
      elements: lines.map(chart => chart.element),
      update(cache) {
        const words = key => ({hit: "hit in Redis", localHit: "hit in memory"})[key] ?? format.words(key);
        const option = key => ({element: elements.el("option", {value: key}, words(key))});
        elements.keep(kind, Object.keys(cache.latency ?? {}), key => key, option);
        lines.forEach(chart => chart.update());
      },
    };
  },

  // A card with bars, or a sentence where there is nothing to show yet.
  barsCard(title, nothing, items) {
    const none = elements.el("p", {class: "quiet"}, nothing);
    const bars = elements.bars();
    const note = elements.el("p", {class: "quiet"});
    return {
      element: elements.card(title, none, bars.element, note),
      update(cache) {
        const {rows, remark} = items(cache);
        elements.show(none, rows.length === 0);
        bars.update(rows);
        elements.text(note, remark ?? "");
      },
    };
  },

  misses: () => cacheView.barsCard("Misses by reason", "No miss yet.", cache => {
    const reasons = Object.entries(cache.missesByReason ?? {}).filter(([, count]) => count > 0);
    const all = reasons.reduce((total, [, count]) => total + count, 0);
    return {rows: reasons.sort((a, b) => b[1] - a[1])
      .map(([reason, count]) => ({label: format.words(reason), share: count / all, value: format.count(count)}))};
  }),

  times: () => cacheView.barsCard("Time to live that is left, in Redis",
    "Nobody has sampled the servers yet; that happens once a minute at most.", cache => {
      const ttl = cache.sample?.ttl;
      if (!ttl) {
        return {rows: []};
      }
      let from = 0;
      const rows = ttl.buckets.map(bucket => {
        const to = bucket.upToSeconds;
        const label = to === null || to === undefined ? `over ${format.seconds(from)}` : `up to ${format.seconds(to)}`;
        from = to ?? from;
        return {label, share: bucket.share.value, value: format.shareEstimate(bucket.share)};
      });
      const without = ttl.without?.value > 0 ? ` ${format.count(ttl.without.value)} have none, which is wrong.` : " None without.";
      return {rows, remark: `Estimated from ${format.count(cache.sample.keys)} sampled keys.${without}`};
    }),

  // The miss-ratio curve, with the size of today as a point on it.
  curve() {
    const none = elements.el("p", {class: "quiet"}, "Too little was read to tell what another size would bring.");
    const words = elements.el("p", {});
    const chart = charts.lines("Miss ratio of the memory by its size", [{name: "miss ratio"}, {name: "today", points: 6}], {
      write: format.percent,
      axis: format.wholePercent,
      suggestedMax: 0.1,
      x: {type: "logarithmic", ticks: {maxTicksLimit: 6, maxRotation: 0, callback: value => format.count(value)}},
      title: items => format.count(items[0].parsed.x) + " entries",
    });
    chart.element.append(words);
    const holder = elements.el("div", {id: "curve"}, elements.card("Miss-ratio curve", none), chart.element);
    return {
      element: holder,
      update(cache) {
        const local = cache.sizing?.local;
        elements.show(holder.firstChild, !local);
        elements.show(chart.element, Boolean(local));
        if (!local) {
          return;
        }
        const points = local.curve.map(point => ({x: point.entries, y: 1 - point.hitRate}));
        chart.draw([points, [{x: local.entries, y: 1 - local.now}]], {}, ["", `${format.percent(1 - local.now)} with ${format.count(local.entries)} entries`]);
        elements.text(words, `Hit rate of the memory with half the size ${format.percent(local.half)}, now (`
          + `${format.count(local.entries)} entries) ${format.percent(local.now)}, with twice the size ${format.percent(local.twice)}.`);
      },
    };
  },

  keys(title, names, nothing, read, write) {
    const none = elements.el("p", {class: "quiet"}, nothing);
    const body = elements.el("tbody", {});
    const table = elements.el("table", {},
      elements.el("thead", {}, elements.el("tr", {}, ...names.map(name => elements.el("th", {scope: "col"}, name)))), body);
    const row = () => {
      const label = elements.el("span", {});
      const text = elements.el("span", {class: "quiet"});
      const key = elements.el("td", {class: "key"}, label, text);
      const value = elements.el("td", {});
      return {
        element: elements.el("tr", {}, key, value),
        update(item) {
          elements.text(label, item.key);
          // By this it can be evicted, whatever its class is.
          elements.text(text, item.text && item.text !== item.key ? ` ${item.text}` : "");
          elements.text(value, write(item));
        },
      };
    };
    return {
      element: elements.card(title, none, table),
      update(cache) {
        const items = read(cache.keys).slice(0, 10);
        elements.show(none, items.length === 0);
        elements.text(none, cache.keys?.recorded === false
          ? "Keys of this cache are not recorded: its name, or your settings, say that they are secrets." : nothing);
        elements.show(table, items.length > 0);
        elements.keep(body, items.map((item, rank) => ({...item, rank})), item => item.rank, row);
      },
    };
  },

  // A card of counters since the start; one that the application does not tell is a dash.
  facts(title, read) {
    const facts = elements.facts();
    return {
      element: elements.card(title, facts.element),
      update: cache => facts.update(read(cache).map(([name, count]) => [name, format.count(count)])),
    };
  },

  refusals() {
    const list = elements.el("ul", {class: "items"});
    const element = elements.card("Values that were refused", list);
    const row = refusal => {
      const count = elements.el("span", {});
      return {
        element: elements.el("li", {}, elements.el("p", {}, elements.el("strong", {}, refusal.where), " × ", count),
          elements.el("p", {}, refusal.message), elements.el("p", {class: "quiet"}, refusal.remedy)),
        update: now => elements.text(count, format.count(now.count)),
      };
    };
    return {
      element,
      update(cache) {
        const refusals = cache.refusals ?? [];
        elements.show(element, refusals.length > 0);
        elements.keep(list, refusals, refusal => refusal.where + " " + refusal.message, row);
      },
    };
  },

  settings() {
    const facts = elements.facts();
    return {
      element: elements.card("Settings in force", facts.element),
      update: cache => facts.update(Object.entries(cache.settings ?? {}).map(([name, value]) => [format.words(name), String(value)])),
    };
  },
};
