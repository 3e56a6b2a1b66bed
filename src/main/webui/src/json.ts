/** Strings, numbers and words, and each mark by itself; white space is in none of them. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/gs;

const INDENT = "  ";

/**
 * The same JSON with line breaks and indentation. Only white space changes: numbers, escapes, the order of members and
 * members that stand twice stay as they were written. Null where the text is not JSON.
 */
export function indentJson(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return null;
  }
  const tokens = text.match(TOKEN) ?? [];
  const parts: string[] = [];
  let depth = 0;
  tokens.forEach((token, i) => {
    const closes = token === "}" || token === "]";
    const before = tokens[i - 1];
    const wasOpened = before === "{" || before === "[";
    if (closes) {
      depth--;
      parts.push(wasOpened ? token : `\n${INDENT.repeat(depth)}${token}`);
      return;
    }
    if (wasOpened || before === ",") {
      parts.push(`\n${INDENT.repeat(depth)}`);
    }
    parts.push(token === ":" ? ": " : token);
    if (token === "{" || token === "[") {
      depth++;
    }
  });
  return parts.join("");
}

/** A member's value as it is written in the text of a JSON object; null where the object has no such member. */
export function memberText(text: string, name: string): string | null {
  let depth = 0;
  let key: string | null = null;
  let start = -1;
  for (const match of text.matchAll(TOKEN)) {
    const token = match[0];
    const opens = token === "{" || token === "[";
    const closes = token === "}" || token === "]";
    if (depth === 1 && start >= 0 && (token === "," || closes)) {
      return text.slice(start, match.index).trim();
    }
    if (depth === 1 && token === ":") {
      start = key === name ? match.index + 1 : -1;
    } else if (depth === 1 && token.startsWith('"')) {
      key = JSON.parse(token) as string;
    }
    depth += opens ? 1 : closes ? -1 : 0;
  }
  return null;
}
