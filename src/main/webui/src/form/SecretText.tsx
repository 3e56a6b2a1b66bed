import { useTranslation } from "react-i18next";
import { CopyButton } from "../components/CopyButton";

/** A secret as it is, to be taken along. */
export function SecretText({ secret, label }: { secret: string; label: string }) {
  const { t } = useTranslation();
  return (
    <div className="kurier-secret" role="group" aria-label={label}>
      <code className="kurier-code">{secret}</code>
      <CopyButton text={secret} label={t("form.secret.copy")} />
    </div>
  );
}
