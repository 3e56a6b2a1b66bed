/**
 * Makes the keys of a series of tries to create something: the same for the same content, so that a
 * double click or a try after a lost answer creates one; another as soon as the content changes.
 */
export class TrySeries {
  private content: string | undefined;
  private key = "";

  keyOf(content: unknown): string {
    const text = JSON.stringify(content);
    if (text !== this.content) {
      this.content = text;
      this.key = randomUuid();
    }
    return this.key;
  }
}

/** A UUID of version 4. crypto.randomUUID would not be there on a page without https. */
export function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
