// Numbers as people read them. What is not known is a dash.
const format = {
  missing: "–",

  known: value => value !== null && value !== undefined && Number.isFinite(Number(value)),

  count: value => format.known(value) ? Number(value).toLocaleString("en", {maximumFractionDigits: 0}) : format.missing,

  percent(share) {
    return format.known(share) ? (100 * share).toFixed(1) + " %" : format.missing;
  },

  wholePercent: share => Math.round(100 * share) + " %",

  perSecond(value) {
    if (!format.known(value)) {
      return format.missing;
    }
    return value.toLocaleString("en", {maximumFractionDigits: value < 10 ? 1 : 0}) + "/s";
  },

  bytes(value) {
    if (!format.known(value)) {
      return format.missing;
    }
    const units = ["B", "KiB", "MiB", "GiB", "TiB"];
    let unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return (unit === 0 ? Math.round(value) : value.toFixed(value < 10 ? 1 : 0)) + " " + units[unit];
  },

  micros(value) {
    if (!format.known(value)) {
      return format.missing;
    }
    if (value > 0 && value < 1) {
      return Math.round(1000 * value) + " ns";
    }
    if (value < 1000) {
      return (value < 10 ? Math.round(10 * value) / 10 : Math.round(value)) + " µs";
    }
    const millis = value / 1000;
    return millis < 1000 ? millis.toFixed(millis < 10 ? 1 : 0) + " ms" : (millis / 1000).toFixed(1) + " s";
  },

  seconds(value) {
    if (!format.known(value)) {
      return format.missing;
    }
    for (const [length, name] of [[86400, "d"], [3600, "h"], [60, "min"]]) {
      if (value >= length) {
        return Math.round(10 * value / length) / 10 + " " + name;
      }
    }
    return Math.round(value) + " s";
  },

  clock: millis => new Date(millis).toLocaleTimeString("en-GB"),

  // A share that was estimated, with the limits of its interval: "60 % (52 to 67)".
  shareEstimate({value, low, high}) {
    const [share, least, most] = [value, low, high].map(number => Math.round(100 * number));
    return `${share} % (${least} to ${most})`;
  },

  // "localMaxEntries" or "no-traffic" as words.
  words: name => name.replace(/([a-z])([A-Z0-9])/g, "$1 $2").replace(/[-_]/g, " ").toLowerCase(),

  verdictKind(verdict) {
    return {excellent: "good", good: "good", pass: "good", investigate: "warn", warn: "warn", warning: "warn",
      "barely helping": "bad", fail: "bad", error: "bad"}[verdict] ?? "unknown";
  },
};
