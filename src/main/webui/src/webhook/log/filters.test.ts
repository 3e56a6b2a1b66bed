import { describe, expect, it } from "vitest";
import { filtersOf, instantOf, isFiltered, isLimited, localOf, sinceOf, withFilters } from "./filters";

describe("the filters of the log", () => {
  it("stand in the page's address, beside the rest of it", () => {
    const search = new URLSearchParams("tab=deliveries&outcome=refused&type=contact_added");
    expect(filtersOf(search)).toEqual({ outcome: "refused", type: "contact_added" });
    const changed = withFilters(search, { outcome: "timed_out", since: "2026-03-02T08:00:00.000Z" });
    expect(changed.toString()).toBe(
      "tab=deliveries&outcome=timed_out&since=2026-03-02T08%3A00%3A00.000Z",
    );
  });

  it("are left out where they make no sense", () => {
    const search = new URLSearchParams("outcome=lost&since=yesterday&until=&type=");
    expect(isFiltered(filtersOf(search))).toBe(false);
  });

  it("take times in the reader's zone, to the minute", () => {
    const iso = "2026-03-02T08:14:00.000Z";
    expect(instantOf(localOf(iso))).toBe(iso);
    expect(localOf(undefined)).toBe("");
    expect(instantOf("")).toBeUndefined();
  });

  it("take a span of time that ends now by its beginning", () => {
    const now = Date.parse("2026-03-02T08:14:00Z");
    expect(sinceOf("PT24H", now)).toBe("2026-03-01T08:14:00.000Z");
    expect(sinceOf("any", now)).toBeUndefined();
    expect(isLimited({ since: sinceOf("PT1H", now) })).toBe(true);
    expect(isLimited({ outcome: "refused" })).toBe(false);
  });
});
