import { expect, it } from "vitest";
import { canBeKey } from "./canBeKey";

it("a key is long enough, and fits into a header", () => {
  expect(canBeKey("kurier-dev-admin-key")).toBe(true);
  expect(canBeKey("too-short")).toBe(false);
  expect(canBeKey("kurier-dev-ädmin-key")).toBe(false);
  expect(canBeKey("kurier-dev-admin\nkey")).toBe(false);
});
