import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, memo, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../../format";
import { afterDrawing } from "../../afterDrawing";
import { OutcomeLabel } from "../../components/OutcomeLabel";
import { inReadersWords } from "../reasons";
import { targetOf } from "./gridKeys";
import type { AttemptRow } from "./rows";

/** In pixels; the style sheet has the same. */
const ROW_HEIGHT = 52;

/** So many rows before the end the next page is read. */
const AHEAD = 40;

/** So near to the top the reader counts as being there. */
const TOP = 4;

interface AttemptGridProps {
  rows: readonly AttemptRow[];
  selectedId: string | undefined;
  onSelect: (id: string) => void;
  /** The end of what was read comes near. */
  onNearEnd: () => void;
  /** Whether the reader has left the top. */
  onScrolledDown: (isDown: boolean) => void;
}

/**
 * Attempts as a table of which only the visible rows are drawn. One of its rows takes the focus, and
 * the arrow keys move it: with each row a stop, nobody would get past the log by the keyboard.
 */
export function AttemptGrid({
  rows,
  selectedId,
  onSelect,
  onNearEnd,
  onScrolledDown,
}: AttemptGridProps) {
  const { t } = useTranslation();
  const scroller = useRef<HTMLDivElement>(null);
  const [focusedId, setFocusedId] = useState<string>();
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: 8,
  });
  const drawn = virtualizer.getVirtualItems();
  const lastDrawn = drawn.at(-1)?.index ?? 0;
  const hasFocusStop = drawn.some(({ index }) => rows[index]?.id === focusedId);

  useEffect(() => {
    if (rows.length > 0 && lastDrawn >= rows.length - AHEAD) {
      onNearEnd();
    }
  }, [lastDrawn, onNearEnd, rows.length]);

  // A table that has just been drawn shows its top.
  useEffect(() => onScrolledDown(false), [onScrolledDown]);

  const focus = (index: number) => {
    setFocusedId(rows[index]?.id);
    virtualizer.scrollToIndex(index);
    // The row is drawn once the scrolling was seen.
    afterDrawing(() =>
      scroller.current?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus(),
    );
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const index = Number(event.currentTarget.dataset.index);
    const row = rows[index];
    if (row !== undefined && (event.key === "Enter" || event.key === " ")) {
      event.preventDefault();
      onSelect(row.id);
      return;
    }
    const page = Math.floor((scroller.current?.clientHeight ?? 0) / ROW_HEIGHT);
    const target = targetOf(event.key, index, rows.length, page);
    if (target !== undefined) {
      event.preventDefault();
      focus(target);
    }
  };

  return (
    <div
      className="kurier-log"
      role="grid"
      aria-label={t("webhook.log.title")}
      aria-rowcount={rows.length + 1}
    >
      <div role="rowgroup" className="kurier-log__head">
        <div role="row" aria-rowindex={1} className="kurier-log__row">
          {(["sentAt", "outcome", "answer", "events", "number", "duration"] as const).map((column) => (
            <span key={column} role="columnheader" className={`kurier-log__${column}`}>
              {t(`webhook.log.column.${column}`)}
            </span>
          ))}
        </div>
      </div>
      <div
        ref={scroller}
        className="kurier-log__scroller"
        onScroll={(event) => onScrolledDown(event.currentTarget.scrollTop > TOP)}
      >
        <div
          role="rowgroup"
          className="kurier-log__rows"
          style={{ height: virtualizer.getTotalSize() }}
        >
          {drawn.map(({ index, start }, place) => {
            const row = rows[index];
            return row === undefined ? null : (
              <div
                key={row.id}
                role="row"
                aria-rowindex={index + 2}
                aria-selected={row.id === selectedId}
                data-index={index}
                data-id={row.id}
                tabIndex={row.id === focusedId || (!hasFocusStop && place === 0) ? 0 : -1}
                className="kurier-log__row kurier-log__row--attempt"
                style={{ transform: `translateY(${start}px)` }}
                onClick={() => onSelect(row.id)}
                onFocus={() => setFocusedId(row.id)}
                onKeyDown={onKeyDown}
              >
                <Cells row={row} />
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** Drawn once: a row does not change while the table scrolls. */
const Cells = memo(function Cells({ row }: { row: AttemptRow }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <span role="gridcell" className="kurier-log__sentAt">
        <time dateTime={row.sentAt}>{format.dateTime(row.sentAt)}</time>
      </span>
      <span role="gridcell" className="kurier-log__outcome">
        <OutcomeLabel outcome={row.outcome} />
      </span>
      <span role="gridcell" className="kurier-log__answer">
        {row.status ?? (row.error === null ? "–" : inReadersWords(row.error, t))}
      </span>
      <span role="gridcell" className="kurier-log__events">
        {t("webhook.log.events", { count: row.events, number: format.number(row.events) })}
      </span>
      <span role="gridcell" className="kurier-log__number">
        {t("webhook.log.try", { number: format.number(row.number) })}
      </span>
      <span role="gridcell" className="kurier-log__duration">
        {format.milliseconds(row.milliseconds)}
      </span>
    </>
  );
});
