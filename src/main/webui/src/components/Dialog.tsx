import { Button, Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core";
import TimesIcon from "@patternfly/react-icons/dist/esm/icons/times-icon";
import { useId, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

type DialogProps = {
  title: string;
  icon?: "danger" | "warning" | "info";
  size?: "small" | "medium" | "large";
  onClose: () => void;
  footer: ReactNode;
  children: ReactNode;
};

/** A dialog with a heading, a body that scrolls, and buttons. */
export function Dialog({ title, icon, size = "small", onClose, footer, children }: DialogProps) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <Modal
      isOpen
      variant={size}
      // Not onClose: that would bring a button which is called "Close" in every language.
      onEscapePress={onClose}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-body`}
    >
      <div className="pf-v6-c-modal-box__close">
        <Button variant="plain" icon={<TimesIcon />} aria-label={t("common.close")} onClick={onClose} />
      </div>
      <ModalHeader
        title={title}
        titleIconVariant={icon}
        titleScreenReaderText={icon === undefined ? undefined : t(`common.variant.${icon}`)}
        labelId={`${id}-title`}
      />
      <ModalBody id={`${id}-body`} className="kurier-break">
        {children}
      </ModalBody>
      <ModalFooter>{footer}</ModalFooter>
    </Modal>
  );
}
