/** An event of a stream: its name, `message` where it has none, and its data. */
export type ServerEvent = { id: string | null; name: string; data: string };

/**
 * Reads the complete events at the beginning of a text in the format of server-sent events (HTML standard, section
 * 9.2.6). What is left is the beginning of the next one: it is read again with what follows.
 */
export function parseEvents(text: string): { events: ServerEvent[]; rest: string } {
  // A carriage return at the end may be the first half of a line end.
  const held = text.endsWith("\r") ? "\r" : "";
  const blocks = text.slice(0, text.length - held.length).replace(/\r\n?/g, "\n").split("\n\n");
  const rest = (blocks.pop() ?? "") + held;
  return { events: blocks.map(parseBlock).filter((event) => event !== null), rest };
}

/** An event from its lines; null where they are comments only. */
function parseBlock(block: string): ServerEvent | null {
  let id: string | null = null;
  let name = "";
  const data: string[] = [];
  for (const line of block.split("\n")) {
    const [field, value] = parseLine(line);
    if (field === "id") {
      id = value;
    } else if (field === "event") {
      name = value;
    } else if (field === "data") {
      data.push(value);
    }
  }
  if (name === "" && data.length === 0) {
    return null;
  }
  return { id, name: name === "" ? "message" : name, data: data.join("\n") };
}

/** A field and its value; a comment has the empty field. */
function parseLine(line: string): [string, string] {
  const colon = line.indexOf(":");
  if (colon < 0) {
    return [line, ""];
  }
  const value = line.slice(colon + 1);
  return [line.slice(0, colon), value.startsWith(" ") ? value.slice(1) : value];
}
