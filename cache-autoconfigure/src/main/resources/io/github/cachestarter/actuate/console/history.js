// What was seen since the page was opened: one point for every answer, for ten minutes at most. The application counts
// since its start; what the charts show is the difference of two answers. A counter that went back means that the
// application was started anew: no point then, and a gap in the lines.
const history = {
  keep: 600_000,
  // A hit rate of one interval with three reads jumps about; it is taken over this time.
  smoothing: 10_000,
  // Two answers at nearly the same time, as when another view is opened, make no rate: the second takes the place.
  least: 500,
  points: [],

  add(insight, now) {
    const caches = {};
    for (const [name, cache] of Object.entries(insight.caches ?? {})) {
      caches[name] = history.counters(cache);
    }
    const points = history.points;
    if (points.length > 1 && now - points.at(-1).at < history.least) {
      points.pop();
    }
    const previous = points.at(-1);
    const point = {at: now, caches, all: history.sum(Object.values(caches)), rates: {}, p99: {}};
    history.servers(point, insight.backend?.servers ?? []);
    for (const [name, cache] of Object.entries(insight.caches ?? {})) {
      point.rates[name] = history.rates(point, previous, c => c?.caches[name]);
      point.p99[name] = cache.latency ?? {};
    }
    point.total = history.rates(point, previous, c => c?.all);
    point.stale = history.stale(Object.values(insight.caches ?? {}));
    points.push(point);
    while (points[0].at < now - history.keep) {
      points.shift();
    }
  },

  counters(cache) {
    const local = cache.localHits ?? 0;
    return {
      localHits: local,
      remoteHits: (cache.hits ?? 0) - local,
      misses: cache.misses ?? 0,
      loads: cache.loads ?? 0,
      loadFailures: cache.loadFailures ?? 0,
      joined: cache.joined ?? 0,
      evictions: (cache.evictions ?? 0) + (cache.clears ?? 0),
      localEvictions: cache.local?.evictions ?? 0,
      errors: cache.errors ?? 0,
      fallbacks: cache.fallbacks ?? 0,
    };
  },

  sum(counters) {
    const total = {};
    for (const one of counters) {
      for (const [name, value] of Object.entries(one)) {
        total[name] = (total[name] ?? 0) + value;
      }
    }
    return total;
  },

  // Not a counter, but a rate that the application tells; null: it does not.
  stale(caches) {
    const rates = caches.map(cache => cache.rates?.oneMinute?.perSecond?.staleServed).filter(format.known);
    return rates.length > 0 ? rates.reduce((total, rate) => total + rate, 0) : null;
  },

  // Memory of all primaries; a limit only if every one of them has one.
  servers(point, servers) {
    const primaries = servers.filter(server => server.role !== "replica" && server.memory);
    const limited = primaries.length > 0 && primaries.every(server => server.memory.maxBytes > 0);
    const sum = read => primaries.reduce((total, server) => total + (read(server) ?? 0), 0);
    point.memory = primaries.length > 0 ? sum(server => server.memory.usedBytes) : null;
    point.limit = limited ? sum(server => server.memory.maxBytes) : null;
    point.serverEvictions = primaries.length > 0 ? sum(server => server.evictionsPerSecond) : null;
  },

  // Events per second since the point before, and hit rates over the smoothing time; null: not known.
  rates(point, previous, of) {
    const change = history.change(point, previous, of);
    if (change === null) {
      return {};
    }
    const result = Object.fromEntries(Object.entries(change.counts).map(([name, n]) => [name, n / change.seconds]));
    result.reads = result.localHits + result.remoteHits + result.misses;
    const begin = history.points.find(candidate => candidate.at >= point.at - history.smoothing && of(candidate));
    const lately = history.change(point, begin, of)?.counts ?? change.counts;
    const reads = lately.localHits + lately.remoteHits + lately.misses;
    result.localRate = reads > 0 ? lately.localHits / reads : null;
    result.remoteRate = reads > 0 ? lately.remoteHits / reads : null;
    result.hitRate = reads > 0 ? (lately.localHits + lately.remoteHits) / reads : null;
    return result;
  },

  change(point, begin, of) {
    const before = of(begin);
    if (!before || begin.at >= point.at) {
      return null;
    }
    const counts = {};
    for (const [name, value] of Object.entries(of(point))) {
      counts[name] = value - before[name];
      if (counts[name] < 0) {
        return null;
      }
    }
    return {counts, seconds: (point.at - begin.at) / 1000};
  },

  // One line of a chart: {x: time, y: value or null}.
  line: read => history.points.map(point => ({x: point.at, y: read(point) ?? null})),
};
