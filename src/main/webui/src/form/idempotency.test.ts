import { describe, expect, it } from "vitest";
import { TrySeries, randomUuid } from "./idempotency";

describe("the keys of tries", () => {
  it("stay while the same is tried again", () => {
    const series = new TrySeries();
    const first = series.keyOf({ name: "orders" });
    expect(series.keyOf({ name: "orders" })).toBe(first);
    expect(series.keyOf({ name: "Orders" })).not.toBe(first);
  });

  it("are UUIDs of version 4", () => {
    expect(randomUuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
});
