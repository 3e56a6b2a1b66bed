/** An API key has 16 characters or more, and only such as a header may carry. */
export function canBeKey(text: string): boolean {
  return /^[\x20-\x7e]{16,}$/.test(text);
}
