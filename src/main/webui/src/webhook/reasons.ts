import type { TFunction } from "i18next";

/** What the service says of requests that went wrong, by the key of the same in the reader's language. */
const SENTENCES: Readonly<Record<string, string>> = {
  "The name does not resolve.": "nameUnknown",
  "The connection was refused.": "connectionRefused",
  "The connection was not accepted in time.": "connectTimeout",
  "The connection was reset.": "connectionReset",
  "The connection was closed before the answer was complete.": "connectionClosed",
  "No whole answer in time.": "answerTimeout",
  "The answer was not complete in time.": "answerIncomplete",
  "The request failed.": "requestFailed",
  "Kurier could not make the request.": "requestNotMade",
  "The headers of the answer are larger than 64 KiB.": "answerHeaders",
  "A header line of the answer has no colon.": "answerNoColon",
  "A header of the answer contains a NUL byte.": "answerNul",
  "The answer has two different Content-Length values.": "answerLengths",
  "The answer's Content-Length is not a number.": "answerLength",
  "The chunked body of the answer is malformed.": "answerChunks",
  "The answer does not start with an HTTP/1.1 status line.": "answerStart",
  "The answer's status is not a number.": "answerStatus",
  "The receiver sent too many interim answers.": "interimAnswers",
  "The receiver answered before it had read the request.": "answeredEarly",
  "The receiver switched protocols, which Kurier did not ask for.": "switchedProtocols",
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
  [/^The receiver answered with the status (?<status>\d+); a status has three digits, from 100 to 599\.$/, "noStatus"],
  [/^The receiver reset the HTTP\/2 stream \((?<code>[^)]+)\)\.$/, "streamReset"],
  [/^The receiver violated the HTTP\/2 protocol \((?<code>[^)]+)\)\.$/, "http2Violated"],
  [/^(This host|The address \S+) may not be called\.$/, "hostBlocked"],
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
