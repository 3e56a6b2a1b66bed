import { useSyncExternalStore } from "react";

const EVERY = 10_000;
const listeners = new Set<() => void>();
let now = Date.now();
let timer: number | undefined;

function subscribe(listener: () => void) {
  listeners.add(listener);
  timer ??= window.setInterval(() => {
    now = Date.now();
    listeners.forEach((each) => each());
  }, EVERY);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      window.clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The time, told again every 10 s: for "3 minutes ago". */
export function useNow(): number {
  useSyncExternalStore(subscribe, () => now);
  // What came after the last tick must not lie in the future.
  return Math.max(now, Date.now());
}
