import { readdirSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import type { Plugin } from "vite";

/** As in ConsoleFiles.java. */
const LIST = "files.txt";

/** Lists what was built, this list too, for the service, which loads and serves what is listed: a path per line. */
export function list(): Plugin {
  return {
    name: "kurier-list",
    apply: "build",
    writeBundle: {
      order: "post",
      // After those that add files.
      sequential: true,
      handler({ dir = "dist" }) {
        writeFileSync(join(dir, LIST), `${paths(dir).join("\n")}\n`);
      },
    },
  };
}

/** The paths under which the files of a directory are served once they are listed there. */
export function paths(directory: string): string[] {
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)));
  return [...new Set([...files, LIST])].map((file) => `/${file.split(sep).join("/")}`).sort();
}
