import { Alert, AlertActionCloseButton } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useOnline } from "../online";
import { detailOf, kindOf } from "./failures";

type NoticeProps = {
  variant: "success" | "info" | "warning" | "danger";
  title: ReactNode;
  children?: ReactNode;
  actions?: ReactNode;
  onClose?: () => void;
  /** Whether it is read out when it appears. */
  live?: boolean;
};

/** An inline alert that names its kind in the language that is shown. */
export function Notice({ variant, title, children, actions, onClose, live = false }: NoticeProps) {
  const { t } = useTranslation();
  return (
    <Alert
      isInline
      isLiveRegion={live}
      // It stands anywhere on a page, so it is no heading.
      component="div"
      variant={variant}
      variantLabel={t(`common.variant.${variant}`)}
      title={title}
      actionLinks={actions}
      actionClose={
        onClose === undefined ? undefined : <AlertActionCloseButton aria-label={t("common.close")} onClose={onClose} />
      }
    >
      {children}
    </Alert>
  );
}

/** Tells beside what is still shown that something did not work. */
export function FailureNotice({ error, onClose }: { error: unknown; onClose?: () => void }) {
  const { t } = useTranslation();
  const kind = kindOf(error, useOnline());
  const detail = detailOf(error);
  return (
    <Notice live variant="danger" title={t(`common.failure.${kind}.title`)} onClose={onClose}>
      {detail === "" ? t(`common.failure.${kind}.body`) : <span className="kurier-break">{detail}</span>}
    </Notice>
  );
}
