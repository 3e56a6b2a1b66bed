import { ProblemError, api, unwrap } from "../../api/client";
import { type StreamState, streamAttempts } from "../../api/stream";
import type { LogFilters } from "./filters";
import { type AttemptRow, AttemptRows, rowOf } from "./rows";

/** off: the log is not followed, since somebody paused it or asked for the past only. */
export type LiveState = StreamState | "off";

export interface LogState {
  rows: readonly AttemptRow[];
  /** Whether the first page is there. */
  isRead: boolean;
  /** Whether a page is being read. */
  isReading: boolean;
  /** Whether there are older ones to be read. */
  hasMore: boolean;
  /** Why a page could not be read; undefined if nothing went wrong. */
  failure: unknown;
  live: LiveState;
  /** So many new ones wait until the reader is back at the top. */
  held: number;
  /** More were made than were told of: what is shown has a gap. */
  hasGap: boolean;
  /** The oldest were left out. */
  isCut: boolean;
}

const PAGE = 200;

/**
 * A page of one type may be empty although older ones fit: so many in a row are read before the reader is asked. The service
 * looks into some thousand attempts for each.
 */
const MOST_EMPTY_PAGES = 5;

/** New ones are shown together, so that a fast webhook does not draw the page a thousand times. */
const SHOW_EVERY = 250;

/** Where the list was empty, what came while the stream was opened is read by another look. */
const LOOK_AGAIN_AFTER = 1_500;

/**
 * The attempts of a webhook: pages read back in time, and new ones as they are made. One for each
 * combination of filters.
 */
export class AttemptLog {
  private rows = new AttemptRows();
  private next: string | null = null;
  private running: AbortController | undefined;
  private following: AbortController | undefined;
  private isFollowed = true;
  private isHolding = false;
  private arrived: AttemptRow[] = [];
  private heldRows: AttemptRow[] = [];
  private showing: number | undefined;
  private readonly listeners = new Set<() => void>();
  private state: LogState = {
    rows: [],
    isRead: false,
    isReading: false,
    hasMore: false,
    failure: undefined,
    live: "off",
    held: 0,
    hasGap: false,
    isCut: false,
  };

  constructor(
    private readonly webhookId: string,
    private readonly filters: LogFilters,
  ) {}

  /** For useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): LogState => this.state;

  /** Reads the first page, and follows what comes. */
  readonly start = (): void => {
    this.stop();
    this.running = new AbortController();
    this.rows = new AttemptRows();
    this.heldRows = [];
    this.next = null;
    this.set({ rows: [], isRead: false, failure: undefined, held: 0, hasGap: false, isCut: false });
    void this.readFirst(this.running.signal);
  };

  /** Ends whatever is under way. */
  readonly stop = (): void => {
    this.running?.abort();
    this.running = undefined;
    this.unfollow();
    window.clearTimeout(this.showing);
    this.showing = undefined;
    this.arrived = [];
    this.set({ isReading: false });
  };

  /** Reads the next older page. */
  readonly readMore = (): void => {
    const signal = this.running?.signal;
    if (signal !== undefined && this.next !== null && this.state.hasMore && !this.state.isReading) {
      void this.readPage(signal, this.next);
    }
  };

  /** Whether new ones are to be shown as they are made. */
  readonly setFollowed = (isFollowed: boolean): void => {
    this.isFollowed = isFollowed;
    if (isFollowed) {
      this.follow();
    } else {
      this.unfollow();
    }
  };

  /** While the reader is further down new ones wait, so that nothing moves under the eyes. */
  readonly setHolding = (isHolding: boolean): void => {
    this.isHolding = isHolding;
    if (!isHolding && this.heldRows.length > 0) {
      this.rows.add(this.heldRows);
      this.heldRows = [];
      this.show();
    }
  };

  private async readFirst(signal: AbortSignal): Promise<void> {
    if (await this.readPage(signal, undefined)) {
      this.follow();
    }
  }

  /** Whether it was read. */
  private async readPage(signal: AbortSignal, cursor: string | undefined): Promise<boolean> {
    this.set({ isReading: true, failure: undefined });
    try {
      let page = await this.page(signal, cursor);
      for (let empty = 1; page.items.length === 0 && page.next !== null && empty < MOST_EMPTY_PAGES; empty++) {
        page = await this.page(signal, page.next);
      }
      if (signal.aborted) {
        return false;
      }
      this.rows.add(page.items.map(rowOf));
      this.next = page.next;
      this.set({ isRead: true, isReading: false });
      this.show();
      return true;
    } catch (failure) {
      if (!signal.aborted) {
        this.set({ isReading: false, failure });
      }
      return false;
    }
  }

  private page(signal: AbortSignal, cursor: string | undefined) {
    const { outcome, type, since, until } = this.filters;
    return unwrap(
      api.GET("/v1/webhooks/{id}/attempts", {
        params: { path: { id: this.webhookId }, query: { cursor, limit: PAGE, outcome, type, since, until } },
        signal,
      }),
    );
  }

  private follow(): void {
    if (
      this.running === undefined ||
      this.following !== undefined ||
      !this.isFollowed ||
      !this.state.isRead ||
      // What is over has no news.
      this.filters.until !== undefined
    ) {
      return;
    }
    const { signal } = (this.following = new AbortController());
    const lastId = this.rows.newestId;
    void streamAttempts(this.webhookId, {
      outcome: this.filters.outcome,
      type: this.filters.type,
      lastId,
      signal,
      onAttempt: (attempt) => this.onArrived(rowOf(attempt)),
      onSkipped: () => this.set({ hasGap: true }),
      onState: (live) => {
        if (live === "live" && lastId === undefined) {
          window.setTimeout(() => void this.lookAgain(signal), LOOK_AGAIN_AFTER);
        }
        this.set({ live });
      },
    });
  }

  private unfollow(): void {
    this.following?.abort();
    this.following = undefined;
    this.set({ live: "off" });
  }

  private async lookAgain(signal: AbortSignal): Promise<void> {
    try {
      const { items } = await this.page(signal, undefined);
      if (!signal.aborted) {
        items.forEach((attempt) => this.onArrived(rowOf(attempt)));
      }
    } catch (failure) {
      // The stream goes on, and what it lacks is there when the page is read the next time.
      if (!(failure instanceof ProblemError || signal.aborted)) {
        throw failure;
      }
    }
  }

  private onArrived(row: AttemptRow): void {
    this.arrived.push(row);
    this.showing ??= window.setTimeout(() => {
      this.showing = undefined;
      const arrived = this.arrived;
      this.arrived = [];
      if (this.isHolding) {
        this.heldRows.push(...arrived);
        this.set({ held: this.heldRows.length });
      } else {
        this.rows.add(arrived);
        this.show();
      }
    }, SHOW_EVERY);
  }

  private show(): void {
    const { list, isCut } = this.rows;
    this.set({
      rows: list,
      held: this.heldRows.length,
      isCut,
      hasMore: this.next !== null && !isCut,
    });
  }

  private set(changes: Partial<LogState>): void {
    this.state = { ...this.state, ...changes };
    this.listeners.forEach((listener) => listener());
  }
}
