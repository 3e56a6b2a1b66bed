import { describe, expect, it } from "vitest";
import { differences } from "./changes";
import type { Configuration } from "./values";

const BASE: Configuration = {
  name: "orders",
  url: "https://example.com/hooks",
  events: ["contact_added", "contact_moved"],
  status: "active",
  batching: { enabled: false, maxEvents: 100, maxBytes: 1_048_576, maxWait: "PT1S" },
  delivery: { acknowledgement: "status", retry: "standard", timeout: "PT5S", maxInFlight: 32 },
  headers: { "X-A": null, "X-B": null },
};

describe("two versions of a webhook", () => {
  it("do not differ in how the same is written", () => {
    expect(
      differences(BASE, {
        ...BASE,
        events: ["contact_moved", "contact_added"],
        delivery: { ...BASE.delivery, timeout: "PT5.000S" },
        headers: { "X-B": null, "X-A": null },
      }),
    ).toEqual([]);
  });

  it("differ in what was changed, in the form's order", () => {
    expect(
      differences(BASE, {
        ...BASE,
        headers: { "X-A": null },
        status: "inactive",
        name: "Orders",
        batching: { ...BASE.batching, maxBytes: 1_024 },
        delivery: { ...BASE.delivery, retry: ["PT5S"] },
      }),
    ).toEqual(["name", "status", "batching", "retry", "headers"]);
  });

  it("differ where a header gets a new value", () => {
    expect(differences({ ...BASE, headers: { "X-A": "1", "X-B": null } }, BASE)).toEqual(["headers"]);
  });

  it("differ where a schedule is named and where it is one's own", () => {
    const own = { ...BASE.delivery, retry: ["PT30S", "PT5M", "PT30M"] };
    const named = { ...BASE.delivery, retry: "getresponse" as const };
    expect(differences({ ...BASE, delivery: own }, { ...BASE, delivery: named })).toEqual(["retry"]);
  });
});
