import { useMemo } from "react";
import { localeOf, useLanguage } from "./i18n/language";

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const DURATION = /^([+-])?P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?$/;

/** Milliseconds of an ISO 8601 duration in days and less; NaN where it is none. */
export function parseDuration(iso: string): number {
  const match = DURATION.exec(iso.trim().toUpperCase());
  if (match === null || /[PT]$/.test(match[0])) {
    return Number.NaN;
  }
  const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0"] = match;
  const length =
    Number(days) * DAY +
    Number(hours) * HOUR +
    Number(minutes) * MINUTE +
    Math.round(Number(seconds.replace(",", ".")) * SECOND * 1_000) / 1_000;
  return sign === "-" ? -length : length;
}

/** The shortest ISO 8601 duration in hours, minutes and seconds, as the API writes it. Days only where they are whole. */
export function toIsoDuration(milliseconds: number): string {
  if (milliseconds === 0) {
    return "PT0S";
  }
  if (milliseconds % DAY === 0) {
    return `P${milliseconds / DAY}D`;
  }
  const hours = Math.floor(milliseconds / HOUR);
  const minutes = Math.floor((milliseconds % HOUR) / MINUTE);
  const seconds = (milliseconds % MINUTE) / SECOND;
  const parts = [hours > 0 ? `${hours}H` : "", minutes > 0 ? `${minutes}M` : "", seconds > 0 ? `${seconds}S` : ""];
  return `PT${parts.join("")}`;
}

type Unit = "day" | "hour" | "minute" | "second" | "millisecond";

const UNITS: readonly [Unit, number][] = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", SECOND],
  ["millisecond", 1],
];

/** Splits a duration into whole units; what is less than a minute keeps its fraction of a second. */
export function splitDuration(milliseconds: number): [Unit, number][] {
  if (milliseconds < SECOND) {
    return [["millisecond", Math.round(milliseconds * 10) / 10]];
  }
  const parts: [Unit, number][] = [];
  let rest = milliseconds;
  for (const [unit, length] of UNITS.slice(0, 3)) {
    const whole = Math.floor(rest / length);
    rest -= whole * length;
    if (whole > 0) {
      parts.push([unit, whole]);
    }
  }
  if (rest > 0) {
    parts.push(["second", Math.round(rest / 10) / 100]);
  }
  return parts;
}

const RELATIVE: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["day", DAY],
  ["hour", HOUR],
  ["minute", MINUTE],
  ["second", SECOND],
];

/** How long from now, in the largest unit of which it is at least one: -3 hours. */
export function relativeParts(milliseconds: number): [number, Intl.RelativeTimeFormatUnit] {
  const distance = Math.abs(milliseconds);
  for (const [unit, length] of RELATIVE) {
    if (distance >= length) {
      return [Math.trunc(milliseconds / length), unit];
    }
  }
  return [0, "second"];
}

/** How things are written in a locale. */
export function createFormat(locale: string, timeZone?: string) {
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium", timeZone });
  const shortDateTime = new Intl.DateTimeFormat(locale, { dateStyle: "short", timeStyle: "short", timeZone });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "medium", timeZone });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const number = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const list = new Intl.ListFormat(locale, { style: "narrow", type: "unit" });

  function unit(value: number, of: Unit, unitDisplay: "long" | "short"): string {
    return new Intl.NumberFormat(locale, { style: "unit", unit: of, unitDisplay, maximumFractionDigits: 2 }).format(
      value,
    );
  }

  function bytes(count: number): string {
    if (count < 1_024) {
      return `${number.format(count)} B`;
    }
    return count < 1_024 * 1_024 ? `${number.format(count / 1_024)} KiB` : `${number.format(count / 1_024 / 1_024)} MiB`;
  }

  return {
    locale,
    /** 2 Mar 2026, 09:14:31 */
    dateTime: (iso: string) => dateTime.format(new Date(iso)),
    /** 02/03/2026, 09:14 */
    shortDateTime: (iso: string) => shortDateTime.format(new Date(iso)),
    /** 2 Mar 2026 */
    date: (iso: string) => date.format(new Date(iso)),
    /** 09:14:31 */
    time: (iso: string) => time.format(new Date(iso)),
    /** 3 hours ago, in 5 seconds */
    relative: (iso: string, now = Date.now()) => relative.format(...relativeParts(new Date(iso).getTime() - now)),
    number: (value: number) => number.format(value),
    /** Of a share between 0 and 1. */
    percent: (share: number) => percent.format(share),
    /** An ISO 8601 duration in words: 1 hour 30 minutes */
    duration: (iso: string) => {
      const length = parseDuration(iso);
      return Number.isNaN(length)
        ? iso
        : list.format(splitDuration(length).map(([of, value]) => unit(value, of, "long")));
    },
    /** 42 ms, 1.2 sec */
    milliseconds: (value: number) =>
      list.format(splitDuration(value).map(([of, count]) => unit(count, of, "short"))),
    /** 16 KiB */
    bytes,
  };
}

export type Format = ReturnType<typeof createFormat>;

/** How things are written in the language that is shown. */
export function useFormat(): Format {
  const language = useLanguage();
  return useMemo(() => createFormat(localeOf(language, navigator.languages)), [language]);
}
