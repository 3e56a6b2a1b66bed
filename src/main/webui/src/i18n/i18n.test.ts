import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { flatten, placeholders } from "./keys";
import { chooseLanguage, localeOf } from "./language";
import { de, en } from "./texts";

const german = flatten(de);
const english = flatten(en);
const folder = fileURLToPath(new URL("..", import.meta.url));

const sources = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.tsx?$/.test(name) && !/\.(test|d)\.tsx?$/.test(name))
  .map((name) => readFileSync(join(folder, name), "utf8"));

const PARTS = Object.keys(en).join("|");

/** The keys that the sources name, as they stand there. */
const named = found(new RegExp(`"((?:${PARTS})\\.[^"\\s]+)"`, "g"));

/** The keys that are put together there, as patterns. */
const composed = found(new RegExp(`\`((?:${PARTS})\\.[^\`]+)\``, "g")).map(
  (template) => new RegExp(`^${template.split(/\$\{[^}]*\}/).map(literally).join(".+")}$`),
);

function found(pattern: RegExp): string[] {
  return sources.flatMap((source) => [...source.matchAll(pattern)].map((match) => match[1] ?? ""));
}

function literally(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

describe("the texts", () => {
  it("have the same keys in both languages", () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it("are never empty", () => {
    const empty = [...german, ...english].filter(([, text]) => text.trim() === "");
    expect(empty).toEqual([]);
  });

  it("have the same placeholders in both languages", () => {
    for (const [key, text] of german) {
      expect(placeholders(english.get(key) ?? ""), key).toEqual(placeholders(text));
    }
  });

  it("have one and many of whatever is counted", () => {
    const alone = [...german.keys()].filter(
      (key) => /_(one|other)$/.test(key) && !german.has(key.replace(/_(one|other)$/, (end) => (end === "_one" ? "_other" : "_one"))),
    );
    expect(alone).toEqual([]);
  });

  it("are there for each key that a page names", () => {
    const missing = named.filter((key) => !english.has(key) && !english.has(`${key}_other`));
    expect(missing).toEqual([]);
  });

  it("are all shown somewhere", () => {
    const known = new Set(named);
    const unused = [...english.keys()]
      .map((key) => key.replace(/_(one|other)$/, ""))
      .filter((key) => !known.has(key) && !composed.some((pattern) => pattern.test(key)));
    expect(unused).toEqual([]);
  });

  it("call the seed's things by its words", () => {
    expect(german.get("list.create")).toBe("Webhook erstellen");
    expect(english.get("list.create")).toBe("Create webhook");
    expect(german.get("list.menu.edit")).toBe("Bearbeiten");
    expect(german.get("list.menu.delete")).toBe("Löschen");
    expect(german.get("common.status.active")).toBe("Aktiv");
    expect(german.get("common.status.inactive")).toBe("Inaktiv");
  });
});

describe("the language", () => {
  it("is what the user chose", () => {
    expect(chooseLanguage("en", ["de-DE"])).toBe("en");
  });

  it("else the browser's first one that there is", () => {
    expect(chooseLanguage(null, ["fr-FR", "de-AT", "en"])).toBe("de");
  });

  it("else English", () => {
    expect(chooseLanguage(null, ["fr"])).toBe("en");
    expect(chooseLanguage("xx", [])).toBe("en");
  });

  it("keeps the browser's region for dates and numbers", () => {
    expect(localeOf("en", ["de", "en-GB", "en-US"])).toBe("en-GB");
    expect(localeOf("de", ["en-GB"])).toBe("de");
  });
});
