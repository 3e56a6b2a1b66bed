import { describe, expect, it } from "vitest";
import type { Status } from "../api/client";
import { isLate, isSilent, verdictOf } from "./verdict";

const NOW = Date.parse("2026-03-02T12:00:00Z");

const QUIET: Status = {
  version: "0.1.0",
  acceptedPerSecond: 0,
  acknowledgedPerSecond: 0,
  openDeliveries: 0,
  oldestDueAt: null,
  failingWebhooks: 0,
  suspendedWebhooks: 0,
  nodes: [],
};

describe("an operator is told", () => {
  it("that nothing is to be done", () => {
    expect(verdictOf(QUIET, NOW)).toBe("idle");
  });

  it("that deliveries flow", () => {
    expect(verdictOf({ ...QUIET, acknowledgedPerSecond: 0.2 }, NOW)).toBe("flowing");
    expect(verdictOf({ ...QUIET, openDeliveries: 3, oldestDueAt: "2026-03-02T12:05:00Z" }, NOW)).toBe("flowing");
  });

  it("that single receivers are out of order", () => {
    expect(verdictOf({ ...QUIET, failingWebhooks: 1 }, NOW)).toBe("troubled");
    expect(verdictOf({ ...QUIET, suspendedWebhooks: 1 }, NOW)).toBe("troubled");
  });

  it("that something else waits which is due", () => {
    expect(verdictOf({ ...QUIET, oldestDueAt: "2026-03-02T11:58:00Z" }, NOW)).toBe("late");
    expect(verdictOf({ ...QUIET, failingWebhooks: 1, oldestDueAt: "2026-03-02T11:58:00Z" }, NOW)).toBe("troubled");
  });
});

it("a delivery is late a minute after it was due", () => {
  expect(isLate("2026-03-02T11:58:59Z", NOW)).toBe(true);
  expect(isLate("2026-03-02T11:59:30Z", NOW)).toBe(false);
  expect(isLate(null, NOW)).toBe(false);
});

it("a node is silent after 15 seconds", () => {
  expect(isSilent("2026-03-02T11:59:44Z", NOW)).toBe(true);
  expect(isSilent("2026-03-02T11:59:50Z", NOW)).toBe(false);
});
