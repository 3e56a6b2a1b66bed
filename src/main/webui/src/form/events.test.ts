import { describe, expect, it } from "vitest";
import { coveredBy, groupOf, grouped, includes, isValidPattern, otherEntries, takes, toggled } from "./events";

const TYPES = [
  ["contact_opened_message", "messages"],
  ["contact_clicked_message_link", "messages"],
  ["contact_added", "contacts"],
  ["contact_removed_link", "contacts"],
  ["contact_moved", "contacts"],
  ["contact_clicked_sms_link", "messages"],
  ["contact_email_changed", "contacts"],
  ["contact_custom_field_changed", "contacts"],
  ["contacts_import_finished", "reports"],
  ["contact_copied", "contacts"],
  ["contact_removed_bounce", "contacts"],
  ["contact_rejected", "contacts"],
  ["custom_reports_file_status_changed", "reports"],
  ["kurier.webhook.suspended", "kurier"],
] as const;

describe("the events of a webhook", () => {
  it.each(TYPES)("%s stands among %s", (type, group) => {
    expect(groupOf({ type, builtIn: true })).toBe(group);
  });

  it("keep their groups' order, and own types have one of their own", () => {
    const types = [
      { type: "contact_order", builtIn: false },
      ...TYPES.map(([type]) => ({ type, builtIn: true })),
    ];
    expect(grouped(types).map(({ group, types: members }) => [group, members.length])).toEqual([
      ["contacts", 8],
      ["messages", 3],
      ["reports", 2],
      ["own", 1],
      ["kurier", 1],
    ]);
    expect(grouped([]).length).toBe(0);
  });

  it("are taken by patterns as the server takes them", () => {
    expect(takes("*", "contact_added")).toBe(true);
    expect(takes("contact_*", "contact_added")).toBe(true);
    expect(takes("contact_*", "contacts_import_finished")).toBe(false);
    expect(takes("*", "kurier.webhook.resumed")).toBe(false);
    expect(takes("kur*", "kurier.webhook.resumed")).toBe(false);
    expect(takes("kurier.*", "kurier.webhook.resumed")).toBe(true);
    expect(takes("kurier.webhook.*", "kurier.deliveries.failed")).toBe(false);
  });

  it("are included by name or by pattern", () => {
    const entries = ["contact_moved", "contact_clicked_*"];
    expect(includes(entries, "contact_moved")).toBe(true);
    expect(coveredBy(entries, "contact_clicked_sms_link")).toBe("contact_clicked_*");
    expect(includes(entries, "contact_added")).toBe(false);
  });

  it("are chosen once", () => {
    expect(toggled(["a"], "b", true)).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "b", true)).toEqual(["a", "b"]);
    expect(toggled(["a", "b"], "a", false)).toEqual(["b"]);
  });

  it("show what has no checkbox, so that nothing is lost by saving", () => {
    const types = TYPES.map(([type]) => ({ type, builtIn: true }));
    expect(otherEntries(["*", "contact_added", "contact_clicked_*", "order_gone"], types)).toEqual([
      "contact_clicked_*",
      "order_gone",
    ]);
  });

  it("know what can be a pattern", () => {
    expect(isValidPattern("order_*")).toBe(true);
    expect(isValidPattern("*order")).toBe(false);
    expect(isValidPattern("Order_*")).toBe(false);
    expect(isValidPattern("order_added")).toBe(false);
  });
});
