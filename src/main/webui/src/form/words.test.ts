import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import { type Words, batchingWords, retryWords, said } from "./words";
import type { Configuration } from "./values";

/** Says the key and what is put into its words. */
const t = ((key: string, values?: Record<string, unknown>) =>
  values === undefined ? key : `${key} ${Object.values(values).join(" ")}`) as unknown as TFunction;

const WORDS: Words = {
  t,
  format: { bytes: (n) => `${n} B`, duration: (iso) => `<${iso}>`, number: (n) => `#${n}` },
  eventName: (entry) => `“${entry}”`,
};

const CONFIGURATION: Configuration = {
  name: "orders",
  url: "https://example.com/hooks?secret=xyz",
  events: ["contact_added", "*"],
  status: "active",
  batching: { enabled: true, maxEvents: 100, maxBytes: 1_024, maxWait: "PT1S" },
  delivery: { acknowledgement: "json-ok", retry: ["PT5S", "PT5M"], timeout: "PT5S", maxInFlight: 32 },
  headers: { "X-A": null, "X-B": "new" },
};

describe("settings in words", () => {
  it("say how many events and how long", () => {
    expect(batchingWords(CONFIGURATION.batching, WORDS)).toBe("form.batching.words 100 #100 <PT1S> 1024 B");
    expect(batchingWords({ ...CONFIGURATION.batching, enabled: false }, WORDS)).toBe("form.batching.off");
  });

  it("say how often is tried", () => {
    expect(retryWords(["PT5S", "PT5M"], WORDS)).toContain("form.retry.own.label: form.retry.tries 3 ");
    expect(retryWords([], WORDS)).toBe("form.retry.own.label: form.retry.once");
    expect(retryWords("getresponse", WORDS)).toContain("form.retry.getresponse.label: form.retry.tries 4 ");
  });

  it("hide the values of the query and of headers", () => {
    expect(said("url", CONFIGURATION, WORDS)).toBe("https://example.com/hooks?secret=***");
    expect(said("headers", CONFIGURATION, WORDS)).toBe("X-A: ••••••, X-B: form.headers.new");
  });

  it("name the events", () => {
    expect(said("events", CONFIGURATION, WORDS)).toBe("“contact_added”, “*”");
  });
});
