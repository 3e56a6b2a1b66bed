import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { CODE_LANGUAGES, VERIFICATION_CODE } from "./verification";

const KEY = Buffer.from("0123456789abcdef0123456789abcdef");
const SECRET = `whsec_${KEY.toString("base64")}`;
const BODY = Buffer.from('[{"type":"contact_added"}]');
const ID = "0195f3a1-02b7-8d3e-9c21-7b8c9d0e1f2a";

type IsGenuine = (secret: string, headers: Record<string, string>, body: Buffer) => boolean;

async function nodeCode(): Promise<IsGenuine> {
  const address = `data:text/javascript,${encodeURIComponent(VERIFICATION_CODE.node)}`;
  const module = (await import(/* @vite-ignore */ address)) as { isGenuine: IsGenuine };
  return module.isGenuine;
}

function headers(key: Buffer, sentAt = Date.now()): Record<string, string> {
  const timestamp = String(Math.floor(sentAt / 1_000));
  const signature = createHmac("sha256", key).update(`${ID}.${timestamp}.`).update(BODY).digest("base64");
  return { "webhook-id": ID, "webhook-timestamp": timestamp, "webhook-signature": `v1,${signature}` };
}

describe("the code for Node", () => {
  it("takes what Kurier signed, and nothing else", async () => {
    const isGenuine = await nodeCode();
    expect(isGenuine(SECRET, headers(KEY), BODY)).toBe(true);
    expect(isGenuine(SECRET, headers(Buffer.from("another")), BODY)).toBe(false);
    expect(isGenuine(SECRET, headers(KEY), Buffer.from("[]"))).toBe(false);
  });

  it("takes either signature while a secret is rotated", async () => {
    const isGenuine = await nodeCode();
    const now = Date.now();
    const [old, fresh] = [headers(Buffer.from("another"), now), headers(KEY, now)];
    const both = { ...fresh, "webhook-signature": `${old["webhook-signature"]} ${fresh["webhook-signature"]}` };
    expect(isGenuine(SECRET, both, BODY)).toBe(true);
  });

  it("refuses what was recorded and is sent again", async () => {
    const isGenuine = await nodeCode();
    expect(isGenuine(SECRET, headers(KEY, Date.now() - 600_000), BODY)).toBe(false);
  });
});

describe("the code for each language", () => {
  it.each(CODE_LANGUAGES)("%s signs id, timestamp and body, and compares in constant time", (language) => {
    const code = VERIFICATION_CODE[language];
    expect(code).toContain("whsec_");
    expect(code).toMatch(/isEqual|timingSafeEqual|compare_digest/);
    expect(code).toContain("300");
  });
});
