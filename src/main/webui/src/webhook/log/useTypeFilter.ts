import { useEffect, useMemo, useState } from "react";
import { isNotFound } from "../../api/events";
import { api, unwrap } from "../../api/client";
import type { AttemptRow } from "./rows";
import { TypeFinder } from "./typeFinder";

/** So many attempts are looked into at first, and with each further request for more. */
const DEPTH = 100;

const DRAW_EVERY = 200;

export interface TypeFilter {
  /** The rows that carried such an event; all of them without a filter. */
  rows: readonly AttemptRow[];
  /** How many rows were looked into. */
  depth: number;
  isLooking: boolean;
  failure: unknown;
  lookFurther: () => void;
}

/** Keeps the rows that carried an event of this type. The API has no such filter: the events are looked up. */
export function useTypeFilter(all: readonly AttemptRow[], type: string | undefined): TypeFilter {
  const finder = useMemo(() => new TypeFinder(readType), []);
  const [most, setMost] = useState(DEPTH);
  const [drawn, setDrawn] = useState(0);
  const [isLooking, setLooking] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const candidates = useMemo(
    () => (type === undefined ? [] : all.slice(0, most)),
    [all, most, type],
  );

  useEffect(() => setMost(DEPTH), [type]);

  useEffect(() => {
    if (candidates.length === 0) {
      return;
    }
    const controller = new AbortController();
    let timer: number | undefined;
    const draw = () => {
      timer ??= window.setTimeout(() => {
        timer = undefined;
        setDrawn((times) => times + 1);
      }, DRAW_EVERY);
    };
    setLooking(true);
    setFailure(undefined);
    finder
      .find(candidates.flatMap((row) => row.firstEventIds), controller.signal, draw)
      .catch((problem: unknown) => {
        if (!controller.signal.aborted) {
          setFailure(problem);
        }
      })
      .finally(() => {
        if (!controller.signal.aborted) {
          setLooking(false);
          draw();
        }
      });
    return () => {
      controller.abort();
      window.clearTimeout(timer);
    };
  }, [candidates, finder]);

  const rows = useMemo(
    () =>
      type === undefined
        ? all
        : candidates.filter((row) => finder.isAnyOf(row.firstEventIds, type)),
    // What was found is drawn anew, though the finder is the same.
    [all, candidates, drawn, finder, type],
  );

  return {
    rows,
    depth: candidates.length,
    isLooking: isLooking && type !== undefined,
    failure,
    lookFurther: () => setMost((before) => before + DEPTH),
  };
}

async function readType(id: string, signal: AbortSignal): Promise<string | null> {
  try {
    const { type } = await unwrap(
      api.GET("/v1/events/{id}", { params: { path: { id } }, signal }),
    );
    return type;
  } catch (failure) {
    if (isNotFound(failure)) {
      return null;
    }
    throw failure;
  }
}
