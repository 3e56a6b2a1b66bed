import { Button } from "@patternfly/react-core";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./Dialog";
import { FailureNotice } from "./Notice";

type ConfirmDialogProps = {
  title: string;
  body: ReactNode;
  /** Whether something is lost. */
  danger?: boolean;
  /** What the button says: the verb. */
  confirm: string;
  /** The dialog stays open and says why if this fails. */
  onConfirm: () => Promise<unknown> | void;
  onClose: () => void;
};

/** Asks before something is done. Closes once it is done. */
export function ConfirmDialog({ title, body, danger = false, confirm, onConfirm, onClose }: ConfirmDialogProps) {
  const { t } = useTranslation();
  const [pending, setPending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);

  async function act() {
    setPending(true);
    setFailure(null);
    try {
      await onConfirm();
    } catch (problem) {
      setFailure(problem);
      setPending(false);
      return;
    }
    onClose();
  }

  return (
    <Dialog
      title={title}
      icon={danger ? "warning" : undefined}
      onClose={onClose}
      footer={
        <>
          <Button
            variant={danger ? "danger" : "primary"}
            isDisabled={pending}
            isLoading={pending}
            spinnerAriaLabel={t("common.loading")}
            spinnerAriaValueText={t("common.loading")}
            onClick={() => void act()}
          >
            {confirm}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t("common.cancel")}
          </Button>
        </>
      }
    >
      {body}
      {failure !== null && (
        <div className="kurier-above">
          <FailureNotice error={failure} />
        </div>
      )}
    </Dialog>
  );
}
