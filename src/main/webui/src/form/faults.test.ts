import { describe, expect, it } from "vitest";
import { type Fault, faultsOf, faultsOfProblem, fieldOf, isAdvanced } from "./faults";
import { type FormValues, delayRows, emptyValues, nextKey } from "./values";

function fine(changes: Partial<FormValues> = {}): FormValues {
  return {
    ...emptyValues(),
    name: "orders",
    url: "https://example.com/hooks",
    events: ["contact_added", "contact_moved"],
    ...changes,
  };
}

function header(name: string, value: string, kept = false) {
  return { key: nextKey(), name, value, kept };
}

function keys(faults: Fault[]): (string | undefined)[] {
  return faults.map(({ text }) => ("key" in text ? text.key : undefined));
}

describe("what is wrong with a form", () => {
  it("is nothing where it is filled in", () => {
    expect(faultsOf(fine())).toEqual([]);
  });

  it("is said all at once", () => {
    expect(faultsOf(emptyValues()).map((fault) => fault.field)).toEqual(["name", "url", "events"]);
  });

  it("counts characters, not their halves", () => {
    expect(faultsOf(fine({ name: "🎈".repeat(128) }))).toEqual([]);
    expect(keys(faultsOf(fine({ name: "🎈".repeat(129) })))).toEqual(["form.fault.name.tooLong"]);
  });

  it("is what lies out of range", () => {
    const faults = faultsOf(
      fine({
        batching: true,
        maxEvents: "1001",
        maxWait: { amount: "49", unit: "ms" },
        maxBytes: { amount: "6", unit: "MiB" },
        timeout: { amount: "31", unit: "s" },
        maxInFlight: "",
      }),
    );
    expect(faults.map((fault) => fault.field)).toEqual([
      "maxEvents",
      "maxWait",
      "maxBytes",
      "timeout",
      "maxInFlight",
    ]);
  });

  it("is nothing that is hidden while batching is off", () => {
    expect(faultsOf(fine({ batching: false, maxEvents: "many" }))).toEqual([]);
  });

  it("is a delay of one's own, and no delay of a schedule that is not chosen", () => {
    const delays = delayRows([5_000, 50]);
    expect(faultsOf(fine({ retry: "own", delays })).map((fault) => fault.field)).toEqual([
      `delay-${delays[1]?.key}`,
    ]);
    expect(faultsOf(fine({ retry: "standard", delays }))).toEqual([]);
  });

  it("is a header that can't be, is Kurier's, or stands there twice", () => {
    const headers = [
      header("X Tenant", "1"),
      header("Webhook-Id", "1"),
      header("Content-Encoding", "gzip"),
      header("X-Tenant", ""),
      header("x-tenant", "2"),
      header("X-Kept", "", true),
      header("X-Space", " 2"),
    ];
    expect(keys(faultsOf(fine({ headers })))).toEqual([
      "form.fault.header.name",
      "form.fault.header.reserved",
      "form.fault.header.reserved",
      "form.fault.header.value",
      "form.fault.header.twice",
      "form.fault.header.characters",
    ]);
  });
});

describe("a problem's pointer", () => {
  const delays = delayRows([5_000]);
  const tenant = header("X-Tenant/a", "1");
  const kept = header("X-Kept", "", true);
  const values = fine({ retry: "own", delays, headers: [tenant, kept] });

  it.each([
    ["/name", "name"],
    ["/url", "url"],
    ["/events", "events"],
    ["/events/3", "events"],
    ["/status", "status"],
    ["/batching/maxEvents", "maxEvents"],
    ["/batching", "batching"],
    ["/delivery/retry", "retry"],
    ["/delivery/retry/0", `delay-${delays[0]?.key}`],
    ["/delivery/retry/7", "retry"],
    ["/delivery/timeout", "timeout"],
    ["/headers", "headers"],
    ["/headers/X-Tenant~1a", `header-${tenant.key}-name`],
    ["/headers/X-Kept", `header-${kept.key}-name`],
    ["/headers/X-Other", "headers"],
  ])("%s lands at %s", (pointer, field) => {
    expect(fieldOf(pointer, values)).toBe(field);
  });

  it("that names nothing in the form lands on top", () => {
    expect(fieldOf("", values)).toBeUndefined();
    expect(fieldOf("/nonsense", values)).toBeUndefined();
    expect(fieldOf("If-Match", values)).toBeUndefined();
  });

  it("finds what is folded away", () => {
    expect(isAdvanced("delay-3")).toBe(true);
    expect(isAdvanced("maxEvents")).toBe(false);
  });
});

describe("a problem's words", () => {
  it("are the reader's where only the server can tell", () => {
    const problem = {
      detail: "is wrong",
      errors: [
        { pointer: "/url", detail: "This host may not be called." },
        { pointer: "/events/1", detail: "is no event type that is known" },
      ],
    };
    expect(faultsOfProblem(problem, fine())).toEqual([
      { field: "url", text: { key: "form.fault.server.blocked", values: { entry: "" } } },
      { field: "events", text: { key: "form.fault.server.unknownType", values: { entry: "contact_moved" } } },
    ]);
  });

  it("are the server's otherwise", () => {
    expect(
      faultsOfProblem({ detail: "", errors: [{ pointer: "/name", detail: "is odd" }] }, fine()),
    ).toEqual([{ field: "name", text: { text: "is odd" } }]);
    expect(
      faultsOfProblem({ detail: "", errors: [{ pointer: "/nonsense", detail: "is not known" }] }, fine()),
    ).toEqual([{ text: { text: "/nonsense: is not known" } }]);
    expect(faultsOfProblem({ detail: "The database does not answer.", errors: [] }, fine())).toEqual([
      { text: { text: "The database does not answer." } },
    ]);
  });
});
