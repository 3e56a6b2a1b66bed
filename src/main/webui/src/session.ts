import { useSyncExternalStore } from "react";

/** Why a session ended: the service no longer takes the key, or the user left. */
export type SessionEnd = "expired" | "left";

export type SessionState = { key: string | null; ended: SessionEnd | null };

const STORED_AS = "kurier.key";

export function createSession(storage: Storage) {
  let state: SessionState = { key: storage.getItem(STORED_AS), ended: null };
  const listeners = new Set<() => void>();

  function change(next: SessionState) {
    state = next;
    listeners.forEach((listener) => listener());
  }

  return {
    state: () => state,
    key: () => state.key,
    start(key: string) {
      storage.setItem(STORED_AS, key);
      change({ key, ended: null });
    },
    end(reason: SessionEnd = "left") {
      storage.removeItem(STORED_AS);
      change({ key: null, ended: reason });
    },
    /** Calls the listener after each change; returns what stops that. */
    subscribe(listener: () => void) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/**
 * Who is signed in: an API key, kept until the browser's tab is closed. Accounts and scopes would be known here, once
 * there are any.
 */
export const session = createSession(window.sessionStorage);

export function useSession(): SessionState {
  return useSyncExternalStore(session.subscribe, session.state);
}
