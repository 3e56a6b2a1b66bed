import { useEffect, useMemo, useSyncExternalStore } from "react";
import { AttemptLog, type LogState } from "./attemptLog";
import type { LogFilters } from "./filters";

/** The log of a webhook under these filters, read and followed while the page is there. */
export function useAttemptLog(
  webhookId: string,
  { outcome, type, since, until }: LogFilters,
  isFollowed: boolean,
): { log: AttemptLog; state: LogState } {
  const log = useMemo(
    () => new AttemptLog(webhookId, { outcome, type, since, until }),
    [webhookId, outcome, type, since, until],
  );
  useEffect(() => {
    log.start();
    return log.stop;
  }, [log]);
  useEffect(() => log.setFollowed(isFollowed), [log, isFollowed]);
  return { log, state: useSyncExternalStore(log.subscribe, log.snapshot) };
}
