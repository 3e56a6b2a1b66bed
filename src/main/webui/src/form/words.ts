import type { TFunction } from "i18next";
import type { useFormat } from "../format";
import { toIsoDuration } from "../format";
import { roughly, span } from "./schedule";
import { maskedUrl } from "./url";
import { type Configuration, delaysOf } from "./values";

/** The settings that are said in words, in the form's order. */
export const SETTINGS = [
  "name",
  "url",
  "events",
  "status",
  "batching",
  "acknowledgement",
  "retry",
  "timeout",
  "maxInFlight",
  "headers",
] as const;

export type Setting = (typeof SETTINGS)[number];

/** What it takes to say something in the reader's language. */
export interface Words {
  t: TFunction;
  format: Pick<ReturnType<typeof useFormat>, "bytes" | "duration" | "number">;
  /** What people call an event type or a pattern. */
  eventName: (entry: string) => string;
}

/** One setting in words. */
export function said(setting: Setting, configuration: Configuration, words: Words): string {
  const { t, format } = words;
  const { delivery } = configuration;
  switch (setting) {
    case "name":
      return configuration.name;
    case "url":
      return maskedUrl(configuration.url);
    case "events":
      return configuration.events.map(words.eventName).join(", ");
    case "status":
      return t(`form.status.${configuration.status}`);
    case "batching":
      return batchingWords(configuration.batching, words);
    case "acknowledgement":
      return t(`form.acknowledgement.${delivery.acknowledgement}.label`);
    case "retry":
      return retryWords(delivery.retry, words);
    case "timeout":
      return format.duration(delivery.timeout);
    case "maxInFlight":
      return t("form.maxInFlight.words", {
        count: delivery.maxInFlight,
        number: format.number(delivery.maxInFlight),
      });
    case "headers":
      return headerWords(configuration.headers, words);
  }
}

/** What batching does, such as “up to 100 events, or after 1 second”. */
export function batchingWords(batching: Configuration["batching"], { t, format }: Words): string {
  return batching.enabled
    ? t("form.batching.words", {
        count: batching.maxEvents,
        number: format.number(batching.maxEvents),
        wait: format.duration(batching.maxWait),
        bytes: format.bytes(batching.maxBytes),
      })
    : t("form.batching.off");
}

/** How often is tried, and for how long. */
export function retryWords(retry: Configuration["delivery"]["retry"], words: Words): string {
  const kind = Array.isArray(retry) ? "own" : retry;
  return `${words.t(`form.retry.${kind}.label`)}: ${triesWords(delaysOf(retry), words)}`;
}

/** Such as “10 tries within 3 days”. */
export function triesWords(
  delays: readonly number[],
  { t, format }: Pick<Words, "format" | "t">,
): string {
  return delays.length === 0
    ? t("form.retry.once")
    : t("form.retry.tries", {
        count: delays.length + 1,
        span: format.duration(toIsoDuration(roughly(span(delays)))),
      });
}

function headerWords(headers: Configuration["headers"], { t }: Words): string {
  const names = Object.keys(headers);
  return names.length === 0
    ? t("form.headers.none")
    : names
        .map((name) => `${name}: ${headers[name] === null ? "••••••" : t("form.headers.new")}`)
        .join(", ");
}
