import { describe, expect, it } from "vitest";
import {
  type Configuration,
  configurationOf,
  copyOf,
  emptyValues,
  isSame,
  typedDelays,
  valuesOf,
} from "./values";

const STORED: Configuration = {
  name: "Opens and clicks",
  url: "https://example.com/hooks?secret=xyz",
  events: ["contact_opened_message", "contact_clicked_*"],
  status: "inactive",
  batching: { enabled: true, maxEvents: 500, maxBytes: 1_500, maxWait: "PT0.5S" },
  delivery: {
    acknowledgement: "json-ok",
    retry: ["PT5S", "PT5M", "PT2H"],
    timeout: "PT7.5S",
    maxInFlight: 8,
  },
  headers: { "X-Tenant": null },
};

describe("the form's values", () => {
  it("send a stored webhook back as it is, the secret in its query and its headers' values too", () => {
    expect(configurationOf(valuesOf(STORED))).toEqual(STORED);
  });

  it("begin with the server's defaults", () => {
    const values = { ...emptyValues(), name: " Everything ", url: "https://example.com/", events: ["*"] };
    expect(configurationOf(values)).toEqual({
      name: "Everything",
      url: "https://example.com/",
      events: ["*"],
      status: "active",
      batching: { enabled: false, maxEvents: 100, maxBytes: 1_048_576, maxWait: "PT1S" },
      delivery: { acknowledgement: "status", retry: "standard", timeout: "PT5S", maxInFlight: 32 },
      headers: {},
    });
  });

  it("of a copy ask for the headers' values again", () => {
    const copy = copyOf(STORED, "Copy");
    expect(copy.name).toBe("Copy");
    expect(copy.headers).toMatchObject([{ name: "X-Tenant", value: "", kept: false }]);
    expect(configurationOf(copy).headers).toEqual({ "X-Tenant": "" });
  });

  it("are refused where they were not checked", () => {
    expect(() => configurationOf({ ...emptyValues(), batching: true, maxEvents: "many" })).toThrow(RangeError);
  });

  it("have their defaults where batching is off and what was typed is hidden", () => {
    const typed = { ...emptyValues(), maxEvents: "many", maxWait: { amount: "250", unit: "ms" as const } };
    expect(configurationOf(typed).batching).toMatchObject({ enabled: false, maxEvents: 100, maxWait: "PT0.25S" });
  });

  it("draw the time line while a delay is being typed", () => {
    const values = valuesOf(STORED);
    const delays = values.delays.map((row, index) => (index === 1 ? { ...row, amount: "" } : row));
    expect(typedDelays({ ...values, delays })).toEqual([5_000, 7_200_000]);
    expect(typedDelays({ ...values, retry: "getresponse" })).toEqual([30_000, 300_000, 1_800_000]);
  });

  it("are the same as long as nothing was changed", () => {
    const values = valuesOf(STORED);
    expect(isSame(values, { ...values })).toBe(true);
    expect(isSame(values, { ...values, status: "active" })).toBe(false);
  });
});
