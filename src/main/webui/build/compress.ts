import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Plugin } from "vite";

/** What of a bundle counts here. */
export type Built = Readonly<Record<string, BuiltFile>>;

type BuiltFile =
  | { type: "asset" }
  | {
      type: "chunk";
      isEntry: boolean;
      imports: readonly string[];
      moduleIds: readonly string[];
      viteMetadata?: { importedCss: ReadonlySet<string> };
    };

type CompressOptions = {
  /** The page that most people see first: the end of its module's path. */
  page: string;
  /** So many bytes its scripts may have, compressed by gzip. */
  most: number;
};

/** As in ConsoleFiles.java. */
const COMPRESSIBLE = /\.(js|css|svg)$/;

/**
 * Compresses what the service sends: beside each file one that ends in .gz, and one that ends in .br. Fails where the first
 * load has become too large.
 */
export function compress({ page, most }: CompressOptions): Plugin {
  return {
    name: "kurier-compress",
    apply: "build",
    writeBundle: {
      order: "post",
      handler({ dir = "dist" }, bundle) {
        const sizes = new Map<string, number>();
        for (const name of Object.keys(bundle).filter((each) => COMPRESSIBLE.test(each))) {
          const path = join(dir, name);
          const content = readFileSync(path);
          const zipped = gzipSync(content, { level: constants.Z_BEST_COMPRESSION });
          writeFileSync(`${path}.gz`, zipped);
          writeFileSync(`${path}.br`, brotliCompressSync(content));
          sizes.set(name, zipped.length);
        }
        const needed = [...firstLoad(bundle as unknown as Built, page)];
        const size = (ending: string) =>
          needed.filter((name) => name.endsWith(ending)).reduce((sum, name) => sum + (sizes.get(name) ?? 0), 0);
        const said = `first load: ${size(".js")} bytes of scripts by gzip, at most ${most}; and ${size(".css")} of style sheets`;
        if (size(".js") > most) {
          this.error(said);
        }
        this.info(said);
      },
    },
  };
}

/** The scripts and style sheets that are needed until a page is seen. */
export function firstLoad(built: Built, page: string): Set<string> {
  const needed = new Set<string>();
  const need = (name: string) => {
    const file = built[name];
    if (needed.has(name) || file?.type !== "chunk") {
      return;
    }
    needed.add(name);
    file.viteMetadata?.importedCss.forEach((sheet) => needed.add(sheet));
    file.imports.forEach(need);
  };
  const chunks = Object.entries(built).filter(
    ([, file]) => file.type === "chunk" && (file.isEntry || file.moduleIds.some((id) => id.endsWith(page))),
  );
  if (!chunks.some(([, file]) => file.type === "chunk" && !file.isEntry)) {
    throw new Error(`there is no script of ${page}`);
  }
  chunks.forEach(([name]) => need(name));
  return needed;
}
