import { describe, expect, it } from "vitest";
import { testableTypes, typesOf } from "./types";

const TYPES = [
  { type: "contact_added", sample: {} },
  { type: "contact_moved", sample: {} },
  { type: "kurier.webhook.resumed", sample: {} },
  { type: "order_shipped", sample: null },
];

function names(types: { type: string }[]) {
  return types.map(({ type }) => type);
}

describe("the types of a webhook", () => {
  it("are those that its entries take", () => {
    expect(names(typesOf(TYPES, ["*"]))).toEqual(["contact_added", "contact_moved", "order_shipped"]);
    expect(names(typesOf(TYPES, ["contact_moved", "kurier.*"]))).toEqual([
      "contact_moved",
      "kurier.webhook.resumed",
    ]);
  });

  it("can be tested where they have a sample, and if none has, others can", () => {
    expect(names(testableTypes(TYPES, ["*"]))).toEqual(["contact_added", "contact_moved"]);
    expect(names(testableTypes(TYPES, ["order_shipped"]))).toHaveLength(3);
  });
});
