import { FormHelperText, HelperText, HelperTextItem } from "@patternfly/react-core";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type FaultText, type Field, elementId } from "./faults";

interface HelpProps {
  field: Field;
  fault: FaultText | undefined;
  /** Shown while nothing is wrong. */
  variant?: "default" | "success" | "warning";
  children?: ReactNode;
}

/** For aria-describedby of the field. */
export function helpId(field: Field): string {
  return `${elementId(field)}-help`;
}

/** What stands below a field: what is wrong with it, or what helps to fill it in. */
export function Help({ field, fault, variant = "default", children }: HelpProps) {
  const { t } = useTranslation();
  const isEmpty = fault === undefined && (children === undefined || children === null);
  return (
    <FormHelperText>
      <HelperText id={helpId(field)} isLiveRegion>
        {isEmpty ? null : (
          <HelperTextItem variant={fault === undefined ? variant : "error"} screenReaderText="">
            {fault === undefined ? children : inWords(fault, t)}
          </HelperTextItem>
        )}
      </HelperText>
    </FormHelperText>
  );
}

/** A fault in the reader's language, or in the server's words. */
export function inWords(fault: FaultText, t: TFunction): string {
  return "key" in fault ? t(fault.key, { ...fault.values }) : fault.text;
}
