import type { Attempt } from "../../api/client";
import { parseDuration } from "../../format";

/**
 * What the log keeps of an attempt. The answer and the whole list of events are read again when
 * somebody looks at one: with them, 100,000 attempts would not fit into memory.
 */
export interface AttemptRow {
  id: string;
  deliveryId: string;
  /** How many events it carried. */
  events: number;
  number: number;
  outcome: Attempt["outcome"];
  status: number | null;
  error: string | null;
  sentAt: string;
  milliseconds: number;
}

export function rowOf(attempt: Attempt): AttemptRow {
  return {
    id: attempt.id,
    deliveryId: attempt.deliveryId,
    events: attempt.eventIds.length,
    number: attempt.number,
    outcome: attempt.outcome,
    status: attempt.status,
    error: attempt.error,
    sentAt: attempt.sentAt,
    milliseconds: parseDuration(attempt.duration),
  };
}

/** So many are kept: whoever watches a busy webhook for days must not run out of memory. */
export const MOST_ROWS = 120_000;

/** Attempts in the order of their ids, the newest first, each once. */
export class AttemptRows {
  private readonly known = new Set<string>();
  private rows: readonly AttemptRow[] = [];
  private cut = false;

  constructor(private readonly most = MOST_ROWS) {}

  /** Another list after each change. */
  get list(): readonly AttemptRow[] {
    return this.rows;
  }

  /** The newest of them; undefined where there are none. */
  get newestId(): string | undefined {
    return this.rows[0]?.id;
  }

  /** Whether the oldest were left out since there are too many. */
  get isCut(): boolean {
    return this.cut;
  }

  /** Adds those that are not there yet. They may have been made in any order. */
  add(attempts: readonly AttemptRow[]): void {
    const fresh: AttemptRow[] = [];
    for (const attempt of attempts) {
      if (!this.known.has(attempt.id)) {
        this.known.add(attempt.id);
        fresh.push(attempt);
      }
    }
    if (fresh.length === 0) {
      return;
    }
    fresh.sort(byNewest);
    const all = merged(this.rows, fresh);
    for (const left of all.splice(this.most)) {
      this.known.delete(left.id);
      this.cut = true;
    }
    this.rows = all;
  }
}

function byNewest(one: AttemptRow, other: AttemptRow): number {
  return one.id < other.id ? 1 : -1;
}

/** Two lists, each the newest first, as one: in one go where one of them ends before the other begins. */
function merged(rows: readonly AttemptRow[], fresh: readonly AttemptRow[]): AttemptRow[] {
  const last = rows.at(-1);
  const first = fresh[0];
  if (last === undefined || first === undefined || first.id < last.id) {
    return [...rows, ...fresh];
  }
  const both: AttemptRow[] = [];
  let next = 0;
  for (const row of fresh) {
    let before = rows[next];
    while (before !== undefined && before.id > row.id) {
      both.push(before);
      next += 1;
      before = rows[next];
    }
    both.push(row);
  }
  return both.concat(rows.slice(next));
}
