import { renderToStaticMarkup } from "react-dom/server";
import { expect, it } from "vitest";
import { PayloadText } from "./PayloadText";

const SCRIPT = "<script>alert(1)</script>";

it("a payload is shown as text, whatever it says", () => {
  const json = JSON.stringify({ name: SCRIPT, [SCRIPT]: 1 });
  for (const text of [json, SCRIPT]) {
    const markup = renderToStaticMarkup(<PayloadText text={text} label={SCRIPT} />);
    expect(markup).not.toContain("<script");
    expect(markup).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  }
});
