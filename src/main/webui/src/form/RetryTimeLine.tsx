import { useTranslation } from "react-i18next";
import { toIsoDuration, useFormat } from "../format";
import { roughly, timeLine } from "./schedule";
import { triesWords } from "./words";

/** The tries of a schedule on a line. It is a list, so that it can be read aloud as well. */
export function RetryTimeLine({ delays }: { delays: readonly number[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = (ms: number) => format.duration(toIsoDuration(ms));
  return (
    <div className="kurier-time-line">
      <p className="kurier-time-line__sum">
        {triesWords(delays, { t, format })} {t("form.retry.end")}
      </p>
      <ol className="kurier-time-line__tries" aria-label={t("form.retry.timeLine")}>
        {timeLine(delays).map(({ number, delay, at }) => (
          <li key={number} className="kurier-time-line__try">
            <span className="kurier-time-line__number">{t("form.retry.try", { number })}</span>
            <span className="kurier-time-line__delay">
              {number === 1 ? t("form.retry.atOnce") : t("form.retry.after", { delay: words(delay) })}
            </span>
            {number > 2 ? (
              <span className="kurier-time-line__at">
                {t("form.retry.inAll", { at: words(roughly(at)) })}
              </span>
            ) : null}
          </li>
        ))}
      </ol>
    </div>
  );
}
