import { QueryClient } from "@tanstack/react-query";
import { ProblemError } from "./client";

const MOST_TRIES = 3;
const LONGEST_WAIT = 30_000;

/** Whether the same request may fare better soon: no answer, too much to do, or out of order. */
export function isPassing(failure: unknown): boolean {
  return (
    failure instanceof ProblemError &&
    (failure.status === 0 || failure.status === 429 || failure.status >= 500)
  );
}

/** Milliseconds to wait after the failed try: what the service asks for, else 1, 2, 4 s … */
export function waitAfter(tries: number, failure: unknown): number {
  const asked = failure instanceof ProblemError ? failure.retryAfter : undefined;
  return Math.min(asked === undefined ? 1_000 * 2 ** tries : asked * 1_000, LONGEST_WAIT);
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        // Offline a request fails and says so, instead of a page that loads for ever.
        networkMode: "always",
        retry: (tries, failure) => tries + 1 < MOST_TRIES && isPassing(failure),
        retryDelay: waitAfter,
        staleTime: 5_000,
      },
      mutations: { networkMode: "always" },
    },
  });
}
