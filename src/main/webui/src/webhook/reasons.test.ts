import type { TFunction } from "i18next";
import { describe, expect, it } from "vitest";
import { inReadersWords } from "./reasons";

const t = ((key: string, values?: Record<string, unknown>) =>
  values === undefined ? key : `${key} ${Object.values(values).join(" ")}`.trim()) as unknown as TFunction;

describe("why something went wrong", () => {
  it("is said in the reader's language where it is known", () => {
    expect(inReadersWords("The connection was refused.", t)).toBe("webhook.error.connectionRefused");
    expect(inReadersWords("The receiver answered 503.", t)).toBe("webhook.error.answered 503");
    expect(inReadersWords("The receiver answered 410 Gone.", t)).toBe("webhook.error.gone");
    expect(inReadersWords("The receiver reset the HTTP/2 stream (REFUSED_STREAM).", t)).toBe(
      "webhook.error.streamReset REFUSED_STREAM",
    );
    expect(
      inReadersWords("The receiver answered with the status 32768; a status has three digits, from 100 to 599.", t),
    ).toBe("webhook.error.noStatus 32768");
    expect(inReadersWords("failing for 5 days: No whole answer in time.", t)).toBe(
      "webhook.error.forDays webhook.error.answerTimeout",
    );
  });

  it("is said as the service says it otherwise", () => {
    expect(inReadersWords("Something new.", t)).toBe("Something new.");
    expect(inReadersWords("toString", t)).toBe("toString");
  });
});
