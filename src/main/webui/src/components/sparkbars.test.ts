import { describe, expect, it } from "vitest";
import { bars, HEIGHT, widthOf } from "./sparkbars";

describe("a sparkline", () => {
  it("has a line at the bottom where nothing was", () => {
    expect(bars([{ ok: 0, failed: 0 }])).toEqual([{ x: 0, y: HEIGHT - 1, width: 3, height: 1, tone: "none" }]);
  });

  it("is as high as its highest bar", () => {
    expect(bars([{ ok: 10, failed: 0 }, { ok: 5, failed: 0 }]).map((bar) => bar.height)).toEqual([HEIGHT, HEIGHT / 2]);
  });

  it("shows one failure among thousands", () => {
    const [ok, failed] = bars([{ ok: 10_000, failed: 1 }]);
    expect(failed).toMatchObject({ tone: "failed", y: 0, height: 2 });
    expect(ok).toMatchObject({ tone: "ok", y: 2, height: HEIGHT - 2 });
  });

  it("is as wide as its bars", () => {
    expect(widthOf(24)).toBe(95);
    expect(widthOf(0)).toBe(0);
  });
});
