import { describe, expect, it } from "vitest";
import { ProblemError } from "../api/client";
import { detailOf, kindOf } from "./failures";

describe("a failure", () => {
  it("has a kind", () => {
    expect(kindOf(new ProblemError(0, ""), true)).toBe("unreachable");
    expect(kindOf(new ProblemError(0, ""), false)).toBe("offline");
    expect(kindOf(new ProblemError(404, "There is no such webhook."), true)).toBe("notFound");
    expect(kindOf(new ProblemError(503, ""), true)).toBe("busy");
    expect(kindOf(new ProblemError(422, ""), true)).toBe("other");
    expect(kindOf(new TypeError("ours"), true)).toBe("other");
  });

  it("is told in the service's words", () => {
    expect(detailOf(new ProblemError(404, "There is no such webhook."))).toBe("There is no such webhook.");
    expect(
      detailOf(
        new ProblemError(422, "2 faults", [
          { pointer: "/name", detail: "is required" },
          { pointer: "", detail: "is no object" },
        ]),
      ),
    ).toBe("/name: is required; is no object");
    expect(detailOf(new Error("ours"))).toBe("ours");
  });
});
