import { useMemo } from "react";
import { indentJson } from "../json";

/** A body as text, never as markup: JSON with line breaks, anything else as it is. */
export function PayloadText({ text, label }: { text: string; label: string }) {
  const shown = useMemo(() => indentJson(text) ?? text, [text]);
  // It scrolls, so it has to be reached by the keyboard.
  return (
    <pre tabIndex={0} role="group" aria-label={label}>
      {shown}
    </pre>
  );
}
