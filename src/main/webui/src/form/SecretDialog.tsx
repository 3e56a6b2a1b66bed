import { Button } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../components/Dialog";
import { SecretText } from "./SecretText";
import { VerificationCode } from "./VerificationCode";

interface SecretDialogProps {
  name: string;
  secret: string;
  onClose: () => void;
}

/** What a customer has to take along after the creation of a webhook. */
export function SecretDialog({ name, secret, onClose }: SecretDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t("form.secret.title")}
      size="medium"
      onClose={onClose}
      footer={
        <Button variant="primary" onClick={onClose}>
          {t("form.secret.done")}
        </Button>
      }
    >
      <div className="kurier-stack">
        <p>{t("form.secret.about", { name })}</p>
        <SecretText secret={secret} label={t("form.secret.label")} />
        <VerificationCode />
      </div>
    </Dialog>
  );
}
