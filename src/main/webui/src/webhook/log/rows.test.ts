import { describe, expect, it } from "vitest";
import type { Attempt } from "../../api/client";
import { AttemptRows, rowOf } from "./rows";

function attempt(id: string, changes: Partial<Attempt> = {}): Attempt {
  return {
    id,
    webhookId: "w",
    deliveryId: "d",
    eventIds: ["e"],
    number: 1,
    outcome: "acknowledged",
    status: 200,
    error: null,
    sentAt: "2026-03-02T08:14:32.051Z",
    duration: "PT0.042S",
    response: null,
    ...changes,
  };
}

function row(id: string) {
  return rowOf(attempt(id));
}

function ids(rows: AttemptRows): string[] {
  return rows.list.map(({ id }) => id);
}

describe("the rows of the log", () => {
  it("keep what is shown of an attempt, and no more", () => {
    const eventIds = Array.from({ length: 500 }, (_, index) => `e${index}`);
    const slim = rowOf(attempt("a", { eventIds, response: "x".repeat(16_384) }));
    expect(slim).toMatchObject({ id: "a", events: 500, milliseconds: 42 });
    expect(JSON.stringify(slim).length).toBeLessThan(400);
  });

  it("are the newest first, in whatever order they come", () => {
    const rows = new AttemptRows();
    rows.add([row("5"), row("4")]);
    rows.add([row("2"), row("1")]);
    rows.add([row("6"), row("7")]);
    rows.add([row("3")]);
    expect(ids(rows)).toEqual(["7", "6", "5", "4", "3", "2", "1"]);
    expect(rows.newestId).toBe("7");
  });

  it("are each there once, also if an attempt comes twice", () => {
    const rows = new AttemptRows();
    rows.add([row("2"), row("1")]);
    const before = rows.list;
    rows.add([row("2")]);
    expect(rows.list).toBe(before);
    rows.add([row("3"), row("3"), row("1")]);
    expect(ids(rows)).toEqual(["3", "2", "1"]);
  });

  it("let go of the oldest where there are too many", () => {
    const rows = new AttemptRows(3);
    rows.add([row("3"), row("2"), row("1")]);
    expect(rows.isCut).toBe(false);
    rows.add([row("4")]);
    expect(ids(rows)).toEqual(["4", "3", "2"]);
    expect(rows.isCut).toBe(true);
  });

  it("take in new ones at once, also when there are many", () => {
    const rows = new AttemptRows();
    const old = Array.from({ length: 100_000 }, (_, index) => row(String(900_000 - index)));
    for (let page = 0; page < old.length; page += 10_000) {
      rows.add(old.slice(page, page + 10_000));
    }
    const before = performance.now();
    rows.add([row("900001"), row("899999.5")]);
    expect(performance.now() - before).toBeLessThan(100);
    expect(ids(rows).slice(0, 4)).toEqual(["900001", "900000", "899999.5", "899999"]);
    expect(rows.list).toHaveLength(100_002);
  });
});
