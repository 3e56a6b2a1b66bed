import { authorization, problemOf, type Attempt } from "./client";
import { session } from "../session";
import { parseEvents } from "./serverEvents";

/** live: attempts come as they are made. waiting: the connection is gone, and tried again. ended: it won't be. */
export type StreamState = "live" | "waiting" | "ended";

export type StreamOptions = {
  outcome?: Attempt["outcome"];
  /** Of one of the events that it carried. */
  type?: string;
  /** The newest attempt that is already there: what came after it is sent first. */
  lastId?: string;
  signal: AbortSignal;
  /** An attempt may come twice: whoever collects them drops those whose id it has. */
  onAttempt: (attempt: Attempt) => void;
  /** More were made than are shown: a list that is to be complete has to be read again. */
  onSkipped?: () => void;
  onState: (state: StreamState) => void;
};

/** Milliseconds before each further try; the last one counts for all that follow. */
const WAITS = [1_000, 2_000, 5_000, 10_000];

/** The service says that it is there each 10 s: a stream that says nothing for so long is dead. */
const LONGEST_SILENCE = 40_000;

/**
 * Follows a webhook's attempts until the signal ends it. Read by fetch, since an EventSource can't send the key. After
 * a lost connection it goes on where it was.
 */
export async function streamAttempts(webhookId: string, options: StreamOptions): Promise<void> {
  const { signal, onState } = options;
  let lastId = options.lastId;
  let failures = 0;
  const received = (id: string) => {
    lastId = id;
  };
  const opened = () => {
    failures = 0;
    onState("live");
  };
  while (!signal.aborted) {
    const ended = await follow(webhookId, options, lastId, opened, received);
    if (signal.aborted) {
      return;
    }
    if (ended === "refused") {
      onState("ended");
      return;
    }
    onState("waiting");
    await pause(waitBefore(failures), signal);
    failures++;
  }
}

/** Milliseconds before the next try, after so many in a row that failed. */
export function waitBefore(failures: number): number {
  return WAITS[Math.min(failures, WAITS.length - 1)] ?? 0;
}

/** One connection. Resolves when it is over: lost, or refused for good. */
async function follow(
  webhookId: string,
  { outcome, type, signal, onAttempt, onSkipped }: StreamOptions,
  lastId: string | undefined,
  opened: () => void,
  received: (id: string) => void,
): Promise<"lost" | "refused"> {
  const silence = new Silence(signal);
  try {
    const response = await fetch(address(webhookId, { outcome, type }), {
      headers: {
        Accept: "text/event-stream",
        ...authorization(),
        ...(lastId === undefined ? {} : { "Last-Event-ID": lastId }),
      },
      cache: "no-store",
      signal: silence.signal,
    });
    if (!response.ok || response.body === null) {
      return judge(response);
    }
    opened();
    let rest = "";
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return "lost";
      }
      silence.broken();
      const parsed = parseEvents(rest + value);
      rest = parsed.rest;
      for (const event of parsed.events) {
        if (event.name === "attempt") {
          onAttempt(JSON.parse(event.data) as Attempt);
        } else if (event.name === "skipped") {
          onSkipped?.();
        }
        if (event.id !== null) {
          received(event.id);
        }
      }
    }
  } catch {
    return "lost";
  } finally {
    silence.end();
  }
}

/** Whether it is worth another try: not without a key, and not of a webhook that is gone. */
function judge(response: Response): "lost" | "refused" {
  if (response.status === 401) {
    session.end("expired");
  }
  return problemOf(response, null).status >= 500 || response.status === 429 ? "lost" : "refused";
}

function address(webhookId: string, filters: Record<string, string | undefined>): string {
  const query = new URLSearchParams(
    Object.entries(filters).filter((filter): filter is [string, string] => filter[1] !== undefined),
  );
  return `/v1/webhooks/${encodeURIComponent(webhookId)}/attempts/stream${query.size === 0 ? "" : `?${query}`}`;
}

/** Ends a connection that says nothing for too long. */
class Silence {
  private readonly controller = new AbortController();
  private readonly abort = () => this.controller.abort();
  private timer = window.setTimeout(this.abort, LONGEST_SILENCE);

  constructor(private readonly outer: AbortSignal) {
    outer.addEventListener("abort", this.abort);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  broken() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(this.abort, LONGEST_SILENCE);
  }

  end() {
    window.clearTimeout(this.timer);
    this.outer.removeEventListener("abort", this.abort);
    this.abort();
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      window.clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = window.setTimeout(done, milliseconds);
    signal.addEventListener("abort", done);
  });
}
