import { describe, expect, it } from "vitest";
import { createFormat, parseDuration, relativeParts, splitDuration, toIsoDuration } from "./format";

const NARROW_SPACES = /[\u00a0\u202f]/g;

function plain(text: string): string {
  return text.replace(NARROW_SPACES, " ");
}

describe("an ISO duration", () => {
  it.each([
    ["PT0S", 0],
    ["PT0.05S", 50],
    ["PT0.042S", 42],
    ["PT1S", 1_000],
    ["PT1M30S", 90_000],
    ["PT24H", 86_400_000],
    ["P1D", 86_400_000],
    ["P1DT12H", 129_600_000],
    ["-PT1S", -1_000],
  ])("%s is %d ms", (iso, milliseconds) => {
    expect(parseDuration(iso)).toBe(milliseconds);
  });

  it.each(["", "1S", "P", "PT", "P1DT", "P1Y", "PT1", "abc"])("%j is none", (text) => {
    expect(parseDuration(text)).toBeNaN();
  });

  it.each([
    [0, "PT0S"],
    [50, "PT0.05S"],
    [1_000, "PT1S"],
    [90_000, "PT1M30S"],
    [5_400_000, "PT1H30M"],
    [86_400_000, "P1D"],
    [604_800_000, "P7D"],
    [129_600_000, "PT36H"],
  ])("of %d ms is written %s", (milliseconds, iso) => {
    expect(toIsoDuration(milliseconds)).toBe(iso);
    expect(parseDuration(iso)).toBe(milliseconds);
  });
});

describe("a duration in words", () => {
  it("is split into whole units", () => {
    expect(splitDuration(90_061_500)).toEqual([
      ["day", 1],
      ["hour", 1],
      ["minute", 1],
      ["second", 1.5],
    ]);
    expect(splitDuration(42.4)).toEqual([["millisecond", 42.4]]);
    expect(splitDuration(0)).toEqual([["millisecond", 0]]);
  });

  it("follows the locale", () => {
    expect(plain(createFormat("en-GB").duration("PT1S"))).toBe("1 second");
    expect(plain(createFormat("de").duration("PT5M"))).toBe("5 Minuten");
    expect(plain(createFormat("de").milliseconds(1_500))).toBe("1,5 Sek.");
    expect(createFormat("en").duration("nonsense")).toBe("nonsense");
  });
});

describe("a time", () => {
  const format = createFormat("de", "UTC");

  it("follows the locale", () => {
    expect(plain(format.dateTime("2026-03-02T09:14:31Z"))).toBe("02.03.2026, 09:14:31");
    expect(plain(format.time("2026-03-02T09:14:31Z"))).toBe("09:14:31");
  });

  it("is told from now on", () => {
    const now = Date.parse("2026-03-02T12:00:00Z");
    expect(format.relative("2026-03-02T09:00:00Z", now)).toBe("vor 3 Stunden");
    expect(format.relative("2026-03-02T12:00:05Z", now)).toBe("in 5 Sekunden");
    expect(format.relative("2026-03-02T12:00:00Z", now)).toBe("jetzt");
  });

  it("is told in the largest unit that fits", () => {
    expect(relativeParts(-90_000)).toEqual([-1, "minute"]);
    expect(relativeParts(172_800_000)).toEqual([2, "day"]);
    expect(relativeParts(999)).toEqual([0, "second"]);
  });
});

describe("numbers", () => {
  it("follow the locale", () => {
    expect(createFormat("de").number(12_345.67)).toBe("12.345,7");
    expect(plain(createFormat("de").percent(0.995))).toBe("99,5 %");
    expect(createFormat("en").percent(1)).toBe("100%");
  });

  it("of bytes are binary", () => {
    const format = createFormat("en");
    expect(format.bytes(512)).toBe("512 B");
    expect(format.bytes(16_384)).toBe("16 KiB");
    expect(format.bytes(1_572_864)).toBe("1.5 MiB");
  });
});
