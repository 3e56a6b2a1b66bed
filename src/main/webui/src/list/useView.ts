import { useCallback, useEffect, useRef, useState } from "react";
import { useLocation, useSearchParams } from "react-router";
import { readView, writeView, type View } from "./view";

/** Marks the addresses that were written here: they are not read again. */
const OWN = "view";

/**
 * The view of the list, kept in the address. What is typed is shown at once: an address comes a moment later, too late
 * for a text field.
 */
export function useView(): [View, (change: Partial<View>) => void] {
  const location = useLocation();
  const [params, setParams] = useSearchParams();
  const [view, setView] = useState(() => readView(params));
  const latest = useRef(view);
  const write = useRef(setParams);

  const show = useCallback((next: View) => {
    latest.current = next;
    setView(next);
  }, []);

  useEffect(() => {
    write.current = setParams;
  }, [setParams]);

  useEffect(() => {
    if (location.state !== OWN) {
      show(readView(new URLSearchParams(location.search)));
    }
  }, [location, show]);

  // The same function each time, so that the table is not drawn again for it.
  const change = useCallback(
    (changed: Partial<View>) => {
      // Another choice begins on its first page.
      const next = { ...latest.current, page: 1, ...changed };
      show(next);
      write.current(writeView(next), { replace: true, state: OWN });
    },
    [show],
  );
  return [view, change];
}
