import { Button } from "@patternfly/react-core";
import CheckIcon from "@patternfly/react-icons/dist/esm/icons/check-icon";
import CopyIcon from "@patternfly/react-icons/dist/esm/icons/copy-icon";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { copyText } from "./copy";

const SHOWN_FOR = 2_000;

type CopyButtonProps = {
  text: string;
  /** What is copied, for screen readers: "Copy the secret". */
  label?: string;
};

/** Copies a text, and says for a moment whether it did. */
export function CopyButton({ text, label }: CopyButtonProps) {
  const { t } = useTranslation();
  const [result, setResult] = useState<"copied" | "notCopied" | null>(null);

  useEffect(() => {
    if (result === null) {
      return;
    }
    const timer = window.setTimeout(() => setResult(null), SHOWN_FOR);
    return () => window.clearTimeout(timer);
  }, [result]);

  return (
    <>
      <Button
        variant="plain"
        size="sm"
        icon={result === "copied" ? <CheckIcon /> : <CopyIcon />}
        aria-label={label ?? t("common.copy")}
        title={label ?? t("common.copy")}
        onClick={() => void copyText(text).then((copied) => setResult(copied ? "copied" : "notCopied"))}
      />
      <span className="pf-v6-screen-reader" role="status">
        {result === null ? "" : t(`common.${result}`)}
      </span>
    </>
  );
}
