import { expect, it } from "vitest";
import { isWithin } from "./isWithin";

it("a page belongs to its own entry of the navigation, and so do those below it", () => {
  expect(isWithin("/webhooks", "/webhooks")).toBe(true);
  expect(isWithin("/webhooks/new", "/webhooks")).toBe(true);
  expect(isWithin("/webhooks-old", "/webhooks")).toBe(false);
  expect(isWithin("/events", "/webhooks")).toBe(false);
});
