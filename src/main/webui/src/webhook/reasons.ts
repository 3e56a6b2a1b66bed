import type { TFunction } from "i18next";

/** What the service says of requests that went wrong, by the key of the same in the reader's language. */
const SENTENCES: Readonly<Record<string, string>> = {
  "The name does not resolve.": "nameUnknown",
  "The connection was refused.": "connectionRefused",
  "The connection was not accepted in time.": "connectTimeout",
  "The connection was reset.": "connectionReset",
  "The connection was closed before the answer was complete.": "connectionClosed",
  "No whole answer in time.": "answerTimeout",
  "The request failed.": "requestFailed",
  "Only https may be called.": "httpsOnly",
  "TLS failed: a certificate of the receiver has expired.": "certificateExpired",
  "TLS failed: a certificate of the receiver is not valid yet.": "certificateNotYet",
  "TLS failed: the receiver's certificate is for another name.": "certificateOther",
  "TLS failed: the receiver's certificate, or its chain, leads to no known authority.": "certificateUnknown",
  "TLS failed: the receiver does not speak TLS at this port.": "noTls",
  "TLS failed: the handshake was not completed.": "tlsFailed",
};

const PATTERNS: readonly (readonly [RegExp, string])[] = [
  [/^The receiver answered 410 Gone\.$/, "gone"],
  [/^The receiver answered (?<status>\d+)\.$/, "answered"],
  [/^The address (?<address>\S+) may not be called\.$/, "addressBlocked"],
];

const FOR_DAYS = /^failing for 5 days: (?<reason>.*)$/s;

/** Why something went wrong, in the reader's language where it is known, else as the service says it. */
export function inReadersWords(reason: string, t: TFunction): string {
  const forDays = FOR_DAYS.exec(reason)?.groups?.reason;
  if (forDays !== undefined) {
    return t("webhook.error.forDays", { reason: inReadersWords(forDays, t) });
  }
  const sentence = Object.hasOwn(SENTENCES, reason) ? SENTENCES[reason] : undefined;
  if (sentence !== undefined) {
    return t(`webhook.error.${sentence}`);
  }
  for (const [pattern, key] of PATTERNS) {
    const match = pattern.exec(reason);
    if (match !== null) {
      return t(`webhook.error.${key}`, { ...match.groups });
    }
  }
  return reason;
}
