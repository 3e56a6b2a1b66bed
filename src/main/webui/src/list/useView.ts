import { useEffect, useState } from "react";
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

  useEffect(() => {
    if (location.state !== OWN) {
      setView(readView(new URLSearchParams(location.search)));
    }
  }, [location]);

  return [
    view,
    (change) => {
      // Another choice begins on its first page.
      const next = { ...view, page: 1, ...change };
      setView(next);
      setParams(writeView(next), { replace: true, state: OWN });
    },
  ];
}
