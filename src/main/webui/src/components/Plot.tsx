import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useFormat, type Format } from "../format";
import { useTheme } from "../theme";
import type { ChartProps, Tone } from "./Chart";
import { drawn, isWhole, lonely, positions, stepOf, TIME_STEPS, WHOLE_STEPS } from "./plotData";

type PlotProps = Required<Pick<ChartProps, "series" | "x" | "xLabel" | "format" | "height">> &
  Pick<ChartProps, "shape" | "stacked">;

/** So many pixels the name of a category takes: "501–1,000", and what parts it from the next. */
const ROOM = 60;

const TEN_MINUTES = 10 * 60;
const TWO_DAYS = 2 * 24 * 60 * 60;

/** Draws a chart by uPlot. New values are put into the same drawing, so that the cursor stays where it is. */
export default function Plot(props: PlotProps) {
  const { series, x, height, shape = "line", stacked = false } = props;
  const { dark } = useTheme();
  const format = useFormat();
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  const looks = series.map(({ label, tone }) => `${tone} ${label}`).join("\n");
  const kind = typeof x[0] === "string" ? "categories" : "times";

  useEffect(() => {
    latest.current = props;
    plot.current?.setData(dataOf(props));
  });

  useEffect(() => {
    const element = place.current;
    if (element === null) {
      return;
    }
    const made = new uPlot(optionsOf(() => latest.current, format, element.clientWidth), dataOf(latest.current), element);
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current = null;
      made.destroy();
    };
    // Colours are read when it is made: another theme needs another drawing.
  }, [dark, format, height, kind, looks, shape, stacked]);

  return <div ref={place} className="kurier-plot" />;
}

function dataOf({ series, x, stacked = false }: PlotProps): uPlot.AlignedData {
  return [positions(x), ...drawn(series, stacked).map(({ values }) => values)];
}

/** How it looks. What may change with each new value is asked for when it is needed. */
function optionsOf(props: () => PlotProps, format: Format, width: number): uPlot.Options {
  const { series, x, xLabel, height, shape = "line", stacked = false } = props();
  const times = typeof x[0] !== "string";
  const bars = shape === "bars";
  const write = (value: number | null | undefined) =>
    value === null || value === undefined ? "–" : props().format(value);
  const axis = { stroke: colour("--kurier-chart-text"), ticks: { show: false }, font: `12px ${fontFamily()}` };

  return {
    width,
    height,
    cursor: { drag: { x: false, y: false } },
    scales: {
      x: { time: times, range: (_plot, min, max) => rangeOf(positions(props().x), min, max, bars, times) },
      y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.05 : 1] },
    },
    axes: [
      {
        ...axis,
        grid: { show: false },
        ...(times ? { space: 90, incrs: TIME_STEPS } : { splits: () => positions(props().x) }),
        values: (plot, splits) =>
          splits.map((split, i) => (times ? tick(split, props().x, format) : category(props().x, split, i, plot.width))),
      },
      {
        ...axis,
        grid: { stroke: colour("--kurier-chart-grid"), width: 1 },
        size: (_plot, values) => 16 + 7 * Math.max(0, ...(values ?? []).map((text) => text.length)),
        ...(isWhole(series) ? { incrs: WHOLE_STEPS } : {}),
        values: (_plot, splits) => splits.map(write),
      },
    ],
    series: [
      {
        label: xLabel,
        value: (_plot, value: number | null, _series, i) => (value === null ? "–" : nameOf(props().x, i, format)),
      },
      ...drawn(series, stacked).map(({ series: { label, tone } }): uPlot.Series => {
        const stroke = toneColour(tone);
        return {
          label,
          stroke,
          fill: bars ? stroke : undefined,
          width: bars ? 0 : 2,
          paths: bars ? uPlot.paths.bars?.({ size: [0.8, 48], align: times ? 1 : 0 }) : undefined,
          // A value without neighbours has no line.
          points: bars
            ? { show: false }
            : { show: true, size: 5, fill: stroke, filter: (plot, i) => lonely(plot.data[i] ?? []) },
          // Of a stack each series tells its own value, not where it ends.
          value: (_plot, _value, _series, i) =>
            i === null ? "–" : write(props().series.find((one) => one.label === label)?.values[i]),
        };
      }),
    ],
  };
}

/** Bars need room: half of one before the first category, a whole one after the last time. */
function rangeOf(at: number[], min: number, max: number, bars: boolean, times: boolean): [number, number] {
  if (!times) {
    return [-0.5, at.length - 0.5];
  }
  return [min, bars ? max + stepOf(at) : Math.max(max, min + 1)];
}

/** A time at the axis: of minutes with seconds, of a day or two the time of day, of more the day. */
function tick(seconds: number, x: ChartProps["x"], format: Format): string {
  const at = positions(x);
  const extent = (at[at.length - 1] ?? 0) - (at[0] ?? 0);
  if (extent < TEN_MINUTES) {
    return format.time(new Date(seconds * 1_000).toISOString());
  }
  return new Intl.DateTimeFormat(
    format.locale,
    extent < TWO_DAYS ? { hour: "2-digit", minute: "2-digit" } : { day: "numeric", month: "short" },
  ).format(seconds * 1_000);
}

/** The name of a category; with little room only of each other one. */
function category(x: ChartProps["x"], split: number, place: number, width: number): string {
  const hasRoom = width / x.length >= ROOM;
  return hasRoom || place % 2 === 0 ? String(x[split] ?? "") : "";
}

function nameOf(x: ChartProps["x"], i: number | null, format: Format): string {
  const at = i === null ? undefined : x[i];
  if (at === undefined) {
    return "–";
  }
  return typeof at === "number" ? format.dateTime(new Date(at).toISOString()) : at;
}

function toneColour(tone: Tone): string {
  return colour(`--kurier-chart-${tone}`);
}

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function fontFamily(): string {
  return getComputedStyle(document.body).fontFamily;
}
