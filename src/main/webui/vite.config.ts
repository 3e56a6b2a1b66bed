import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compress } from "./build/compress.ts";
import { list } from "./build/list.ts";

export default defineConfig({
  base: "/",
  plugins: [react(), compress({ page: "/src/list/ListPage.tsx", most: 350_000 }), list()],
  server: { port: 5173, strictPort: true },
  build: {
    outDir: "dist",
    // The Content-Security-Policy takes fonts and pictures from the service only: nothing becomes a data: address.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  test: {
    environment: "node",
    include: ["{src,build}/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing.ts"],
    // Its scripts name style sheets, which Node does not know.
    server: { deps: { inline: [/@patternfly/] } },
  },
});
