// What this page asks the application. All addresses are relative to its own, so that a context path, a management port
// and a base path of the endpoints change nothing. No other host is ever asked; the page's policy forbids it, too.
const backend = {
  patience: 5000,

  async send(path, options = {}, patience = backend.patience) {
    const timer = new AbortController();
    const timeout = setTimeout(() => timer.abort(), patience);
    try {
      return await fetch(path, {...options, signal: timer.signal, cache: "no-store", credentials: "same-origin"});
    } catch (error) {
      const late = error.name === "AbortError";
      const failure = new Error(late ? `no answer within ${patience / 1000} s` : "it cannot be reached");
      failure.late = late;
      throw failure;
    } finally {
      clearTimeout(timeout);
    }
  },

  async json(path) {
    const response = await backend.send(path, {headers: {Accept: "application/json"}});
    if (!response.ok) {
      const failure = new Error(backend.reason(response.status, path));
      failure.status = response.status;
      throw failure;
    }
    try {
      return await response.json();
    } catch {
      throw new Error("what it answered is not JSON; was it a login page?");
    }
  },

  reason(status, path) {
    const id = path.split("/")[0];
    if (status === 401 || status === 403) {
      return `it refuses to show ${id} (HTTP ${status}); sign in, or ask for the right to see it`;
    }
    if (status === 404) {
      return `it has no ${path} (HTTP 404); is ${id} listed in management.endpoints.web.exposure.include?`;
    }
    return `it answered HTTP ${status}`;
  },

  insight: () => backend.json("cacheinsight"),
  cache: name => backend.json("cacheinsight/" + encodeURIComponent(name)),
  readiness: () => backend.json("cachereadiness"),

  // Whether this cache may be changed over HTTP: an endpoint with read-only access has no DELETE, which OPTIONS tells.
  async mayChange(name) {
    const response = await backend.send("cacheinsight/" + encodeURIComponent(name), {method: "OPTIONS"});
    return (response.headers.get("Allow") ?? "").split(/\s*,\s*/).includes("DELETE");
  },

  // Evicts by {key} or {tag}, or clears the cache by {all: true}.
  change: (name, what) => backend.write("DELETE", encodeURIComponent(name) + "?" + new URLSearchParams(what).toString()),

  // Has recorded hot keys in memory again; the answer comes when that is done. That may be after this
  // page has given up waiting for it: the application's own limit is not known here.
  warm: name => backend.write("POST", encodeURIComponent(name) + "/warm", 120_000),

  async write(method, path, patience = backend.patience) {
    const headers = {Accept: "application/json"};
    const token = /(?:^|;\s*)XSRF-TOKEN=([^;]*)/.exec(document.cookie);
    if (token) {
      headers["X-XSRF-TOKEN"] = decodeURIComponent(token[1]);
    }
    const response = await backend.send("cacheinsight/" + path, {method, headers}, patience);
    const body = await response.text();
    if (!response.ok) {
      throw new Error(`the application answered HTTP ${response.status}` + (body ? ": " + body.slice(0, 300) : ""));
    }
    try {
      return JSON.parse(body);
    } catch {
      return {};
    }
  },
};
