/** What the picker needs to know of an event type. */
export interface KnownType {
  type: string;
  builtIn: boolean;
}

/** The groups of the picker, in its order. */
export const GROUPS = ["contacts", "messages", "reports", "own", "kurier"] as const;

export type Group = (typeof GROUPS)[number];

/** What Kurier sends on its own account; no pattern includes it unless it begins with it. */
const RESERVED = "kurier.";

const WILDCARD = /^[a-z0-9_.-]{0,128}\*$/;

/** The patterns that the picker offers by name. */
export const EVERYTHING = "*";
export const ALL_OF_CONTACTS = "contact_*";
export const ALL_OF_KURIER = "kurier.*";

export const OFFERED_PATTERNS: ReadonlySet<string> = new Set([
  EVERYTHING,
  ALL_OF_CONTACTS,
  ALL_OF_KURIER,
]);

/** Types that are never sent for what an import does (the producer's rule). */
export const NOT_BY_IMPORTS: ReadonlySet<string> = new Set([
  "contact_added",
  "contact_custom_field_changed",
]);

export function groupOf(type: KnownType): Group {
  if (!type.builtIn) {
    return "own";
  }
  if (type.type.startsWith(RESERVED)) {
    return "kurier";
  }
  if (!type.type.startsWith("contact_")) {
    return "reports";
  }
  return /_(?:message|message_link|sms_link)$/.test(type.type) ? "messages" : "contacts";
}

/** The types in their groups; groups without types are left out. */
export function grouped<T extends KnownType>(types: readonly T[]): { group: Group; types: T[] }[] {
  return GROUPS.map((group) => ({
    group,
    types: types.filter((type) => groupOf(type) === group),
  })).filter(({ types: members }) => members.length > 0);
}

export function isPattern(entry: string): boolean {
  return entry.endsWith("*");
}

/** Whether a text can be a pattern. */
export function isValidPattern(text: string): boolean {
  return WILDCARD.test(text);
}

/** Whether a pattern takes events of this type, as the server has it. */
export function takes(pattern: string, type: string): boolean {
  const prefix = pattern.slice(0, -1);
  return type.startsWith(prefix) && (!type.startsWith(RESERVED) || prefix.startsWith(RESERVED));
}

/** The first pattern among the entries that takes the type; undefined if none does. */
export function coveredBy(entries: readonly string[], type: string): string | undefined {
  return entries.find((entry) => isPattern(entry) && takes(entry, type));
}

/** Whether the entries take events of this type. */
export function includes(entries: readonly string[], type: string): boolean {
  return entries.includes(type) || coveredBy(entries, type) !== undefined;
}

/** The entries with one more or less. */
export function toggled(entries: readonly string[], entry: string, chosen: boolean): string[] {
  const others = entries.filter((other) => other !== entry);
  if (!chosen) {
    return others;
  }
  return entries.includes(entry) ? [...entries] : [...entries, entry];
}

/** The entries that have no checkbox: patterns of one's own, and types that are gone. */
export function otherEntries(entries: readonly string[], types: readonly KnownType[]): string[] {
  const known = new Set(types.map((type) => type.type));
  return entries.filter((entry) => !OFFERED_PATTERNS.has(entry) && !known.has(entry));
}
