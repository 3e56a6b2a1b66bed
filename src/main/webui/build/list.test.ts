import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { paths } from "./list";

it("every file is listed by the path it is served under, the list too", () => {
  const directory = mkdtempSync(join(tmpdir(), "kurier-list-"));
  try {
    mkdirSync(join(directory, "assets"));
    for (const name of ["index.html", "assets/a.js", "assets/a.js.br"]) {
      writeFileSync(join(directory, name), "");
    }
    const expected = ["/assets/a.js", "/assets/a.js.br", "/files.txt", "/index.html"];
    expect(paths(directory)).toEqual(expected);
    writeFileSync(join(directory, "files.txt"), "");
    expect(paths(directory)).toEqual(expected);
  } finally {
    rmSync(directory, { recursive: true });
  }
});
