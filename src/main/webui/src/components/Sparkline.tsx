import { bars, HEIGHT, widthOf, type SparkValue } from "./sparkbars";

type SparklineProps = {
  values: readonly SparkValue[];
  /** What it shows, in words and numbers. */
  label: string;
};

/** Bars of what went well and what did not, the oldest first; heights are of the highest bar. */
export function Sparkline({ values, label }: SparklineProps) {
  const width = widthOf(values.length);
  return (
    <svg
      className="kurier-sparkline"
      role="img"
      aria-label={label}
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
    >
      <title>{label}</title>
      {bars(values).map(({ tone, ...rect }, i) => (
        <rect key={i} className={`kurier-spark-${tone}`} {...rect} />
      ))}
    </svg>
  );
}
