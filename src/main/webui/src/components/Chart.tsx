import { Skeleton } from "@patternfly/react-core";
import { lazy, Suspense, useId } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format";

export type Tone = "success" | "danger" | "warning" | "info" | "accent" | "neutral";

export type ChartSeries = { label: string; values: readonly (number | null)[]; tone: Tone };

export type ChartProps = {
  title: string;
  series: readonly ChartSeries[];
  /** When each step begins, in milliseconds since 1970; or the names of categories. */
  x: readonly number[] | readonly string[];
  /** What x is; by default the time. */
  xLabel?: string;
  /** How a value is written; by default as a number. */
  format?: (value: number) => string;
  /** In pixels, without the legend. */
  height?: number;
  shape?: "line" | "bars";
  /** Whether the series stand on each other; only of bars. */
  stacked?: boolean;
};

// It is heavy, and only pages with charts need it.
const Plot = lazy(() => import("./Plot"));

/** A chart with its heading and its legend; screen readers get a table in its place. */
export function Chart({ title, height = 220, ...rest }: ChartProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { series, x, xLabel = t("common.chart.time"), format: write = format.number } = rest;
  const id = useId();
  const name = (at: number | string) => (typeof at === "number" ? format.dateTime(new Date(at).toISOString()) : at);
  return (
    <figure className="kurier-chart" aria-labelledby={id}>
      <figcaption id={id}>{title}</figcaption>
      <div aria-hidden>
        <Suspense fallback={<Skeleton height={`${height}px`} />}>
          <Plot {...rest} xLabel={xLabel} format={write} height={height} />
        </Suspense>
      </div>
      <table className="pf-v6-screen-reader">
        <caption>{title}</caption>
        <thead>
          <tr>
            <th scope="col">{xLabel}</th>
            {series.map(({ label }) => (
              <th key={label} scope="col">
                {label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {x.map((at, i) => (
            <tr key={at}>
              <th scope="row">{name(at)}</th>
              {series.map(({ label, values }) => (
                <td key={label}>{cell(values[i], write)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
}

function cell(value: number | null | undefined, write: (value: number) => string): string {
  return value === null || value === undefined ? "–" : write(value);
}
