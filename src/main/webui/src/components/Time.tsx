import { useFormat } from "../format";
import { useNow } from "../now";

type TimeProps = {
  at: string | null | undefined;
  /** From now on: "3 minutes ago". */
  relative?: boolean;
};

/** A time in the reader's zone and language; a dash where there is none. The other way to tell it is in its title. */
export function Time({ at, relative = false }: TimeProps) {
  const format = useFormat();
  const now = useNow();
  if (at === null || at === undefined) {
    return <>–</>;
  }
  const absolute = format.dateTime(at);
  const distance = format.relative(at, now);
  return (
    <time dateTime={at} title={relative ? absolute : distance}>
      {relative ? distance : absolute}
    </time>
  );
}
