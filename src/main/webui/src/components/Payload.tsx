import { useTranslation } from "react-i18next";
import { CopyButton } from "./CopyButton";
import { PayloadText } from "./PayloadText";

type PayloadProps = {
  text: string;
  /** What it is, for screen readers. */
  label?: string;
};

/** A body as text, and a button that copies it as it is. */
export function Payload({ text, label }: PayloadProps) {
  const { t } = useTranslation();
  return (
    <div className="kurier-payload">
      <div className="kurier-payload-copy">
        <CopyButton text={text} />
      </div>
      <PayloadText text={text} label={label ?? t("common.payload")} />
    </div>
  );
}
