import { Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core";
import { useId, type ReactNode } from "react";

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
  const id = useId();
  return (
    <Modal isOpen variant={size} onClose={onClose} aria-labelledby={`${id}-title`} aria-describedby={`${id}-body`}>
      <ModalHeader title={title} titleIconVariant={icon} labelId={`${id}-title`} />
      <ModalBody id={`${id}-body`} className="kurier-break">
        {children}
      </ModalBody>
      <ModalFooter>{footer}</ModalFooter>
    </Modal>
  );
}
