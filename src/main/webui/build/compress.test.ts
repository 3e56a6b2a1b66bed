import { expect, it } from "vitest";
import { type Built, firstLoad } from "./compress";

function chunk(imports: string[], moduleIds: string[], sheets: string[] = [], isEntry = false) {
  return { type: "chunk", isEntry, imports, moduleIds, viteMetadata: { importedCss: new Set(sheets) } } as const;
}

const BUILT: Built = {
  "index.js": chunk(["shared.js"], ["/src/main.tsx"], ["index.css"], true),
  "shared.js": chunk([], ["/node_modules/react.js"]),
  "list.js": chunk(["shared.js", "table.js"], ["/src/list/ListPage.tsx"], ["list.css"]),
  "table.js": chunk(["shared.js"], ["/node_modules/table.js"], ["table.css"]),
  "form.js": chunk(["shared.js"], ["/src/form/FormPage.tsx"], ["form.css"]),
  "index.css": { type: "asset" },
};

it("the first load is the entry, a page, and whatever both need", () => {
  expect([...firstLoad(BUILT, "/list/ListPage.tsx")].sort()).toEqual(
    ["index.js", "index.css", "shared.js", "list.js", "list.css", "table.js", "table.css"].sort(),
  );
});

it("a page that is not there is an error, not a small first load", () => {
  expect(() => firstLoad(BUILT, "/list/Gone.tsx")).toThrow("there is no script of /list/Gone.tsx");
});
