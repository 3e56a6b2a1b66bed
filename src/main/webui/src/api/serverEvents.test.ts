import { describe, expect, it } from "vitest";
import { parseEvents, type ServerEvent } from "./serverEvents";

function parseInPieces(text: string, size: number): ServerEvent[] {
  const events: ServerEvent[] = [];
  let rest = "";
  for (let i = 0; i < text.length; i += size) {
    const parsed = parseEvents(rest + text.slice(i, i + size));
    events.push(...parsed.events);
    rest = parsed.rest;
  }
  return events;
}

describe("a stream of events", () => {
  it("is read event by event", () => {
    expect(parseEvents('id: 1\nevent: attempt\ndata: {"a":1}\n\nid: 2\nevent: attempt\ndata:{}\n\n')).toEqual({
      events: [
        { id: "1", name: "attempt", data: '{"a":1}' },
        { id: "2", name: "attempt", data: "{}" },
      ],
      rest: "",
    });
  });

  it("keeps the beginning of the next event", () => {
    expect(parseEvents("event: attempt\ndata: x\n\nid: 2\neve")).toEqual({
      events: [{ id: null, name: "attempt", data: "x" }],
      rest: "id: 2\neve",
    });
  });

  it("may come in pieces of any size, with any line ends", () => {
    const text = "id: 1\r\nevent: attempt\r\ndata: a\r\n\r\n: alive\r\r\ndata: b\ndata: c\n\n";
    const expected = [
      { id: "1", name: "attempt", data: "a" },
      { id: null, name: "message", data: "b\nc" },
    ];
    for (let size = 1; size <= text.length; size++) {
      expect(parseInPieces(text, size), `pieces of ${size}`).toEqual(expected);
    }
  });

  it("says nothing by comments", () => {
    expect(parseEvents(": alive\n\n:\n\n").events).toEqual([]);
  });

  it("may have events without data", () => {
    expect(parseEvents("event: skipped\ndata:\n\nevent: skipped\n\n").events).toEqual([
      { id: null, name: "skipped", data: "" },
      { id: null, name: "skipped", data: "" },
    ]);
  });

  it("takes one space after the colon away", () => {
    expect(parseEvents("data:  x: y\n\n").events).toEqual([{ id: null, name: "message", data: " x: y" }]);
  });
});
