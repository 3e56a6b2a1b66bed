/**
 * Finds out the types of events, which attempts do not tell: one look-up for each event, a few at a
 * time, and each only once.
 */
export class TypeFinder {
  private readonly types = new Map<string, string | null>();

  /**
   * @param read the type of an event; null where it is not kept, as of tests
   * @param parallel how many look-ups at a time
   */
  constructor(
    private readonly read: (eventId: string, signal: AbortSignal) => Promise<string | null>,
    private readonly parallel = 6,
  ) {}

  /** Undefined until it was looked up; null where nobody knows it any more. */
  typeOf(eventId: string): string | null | undefined {
    return this.types.get(eventId);
  }

  /** Whether one of the events is of this type, as far as is known. */
  isAnyOf(eventIds: readonly string[], type: string): boolean {
    return eventIds.some((id) => this.types.get(id) === type);
  }

  /**
   * Looks up those that are not known.
   *
   * @param onFound called after each
   */
  async find(
    eventIds: readonly string[],
    signal: AbortSignal,
    onFound: () => void,
  ): Promise<void> {
    const unknown = [...new Set(eventIds)].filter((id) => !this.types.has(id));
    let next = 0;
    const work = async () => {
      for (;;) {
        const id = unknown[next];
        next += 1;
        if (id === undefined || signal.aborted) {
          return;
        }
        const type = await this.read(id, signal);
        this.types.set(id, type);
        onFound();
      }
    };
    await Promise.all(Array.from({ length: Math.min(this.parallel, unknown.length) }, work));
  }
}
