/** Texts by key, as a tree. */
export type Texts = { [key: string]: string | Texts };

/** All texts with their full keys: `list.title`. */
export function flatten(texts: Texts, prefix = ""): Map<string, string> {
  const flat = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const full = prefix === "" ? key : `${prefix}.${key}`;
    if (typeof value === "string") {
      flat.set(full, value);
    } else {
      flatten(value, full).forEach((text, inner) => flat.set(inner, text));
    }
  }
  return flat;
}

/** The names between double braces, in alphabetical order. */
export function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{\s*(\w+)/g)].map((match) => match[1] ?? "").sort();
}
