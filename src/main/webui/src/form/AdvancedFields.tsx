import { FormGroup, Radio, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { HeaderFields } from "./HeaderFields";
import { Help, helpId } from "./Help";
import { QuantityInput } from "./QuantityInput";
import { RetryFields } from "./RetryFields";
import { elementId } from "./faults";
import type { ByteUnit, TimeUnit } from "./quantity";
import type { FormState } from "./useWebhookForm";

const TIMEOUT_UNITS: readonly TimeUnit[] = ["ms", "s"];
const SIZE_UNITS: readonly ByteUnit[] = ["B", "KiB", "MiB"];

/** What most webhooks leave as it is: how requests are judged, repeated and limited. */
export function AdvancedFields(state: FormState) {
  return (
    <>
      <AcknowledgementFields {...state} />
      <RetryFields {...state} />
      <LimitFields {...state} />
      <HeaderFields {...state} />
    </>
  );
}

function AcknowledgementFields({ values, change, faultAt }: FormState) {
  const { t } = useTranslation();
  return (
    <FormGroup
      role="radiogroup"
      label={t("form.acknowledgement.label")}
      fieldId="webhook-acknowledgement-group"
      isStack
    >
      {(["status", "json-ok"] as const).map((acknowledgement, index) => (
        <Radio
          key={acknowledgement}
          id={index === 0 ? elementId("acknowledgement") : "webhook-acknowledgement-json"}
          name="webhook-acknowledgement"
          label={t(`form.acknowledgement.${acknowledgement}.label`)}
          description={t(`form.acknowledgement.${acknowledgement}.about`)}
          isChecked={values.acknowledgement === acknowledgement}
          onChange={() => change("acknowledgement", { acknowledgement })}
        />
      ))}
      <Help field="acknowledgement" fault={faultAt("acknowledgement")} />
    </FormGroup>
  );
}

function LimitFields({ values, change, faultAt, leave }: FormState) {
  const { t } = useTranslation();
  const timeout = faultAt("timeout");
  const maxInFlight = faultAt("maxInFlight");
  const maxBytes = faultAt("maxBytes");
  return (
    <div className="kurier-side-by-side">
      <FormGroup label={t("form.timeout.label")} fieldId={elementId("timeout")}>
        <QuantityInput
          field="timeout"
          value={values.timeout}
          units={TIMEOUT_UNITS}
          isWrong={timeout !== undefined}
          onChange={(value) => change("timeout", { timeout: value })}
          onLeave={() => leave("timeout")}
        />
        <Help field="timeout" fault={timeout}>
          {t("form.timeout.hint")}
        </Help>
      </FormGroup>
      <FormGroup label={t("form.maxInFlight.label")} fieldId={elementId("maxInFlight")}>
        <TextInput
          id={elementId("maxInFlight")}
          inputMode="numeric"
          autoComplete="off"
          value={values.maxInFlight}
          validated={maxInFlight === undefined ? "default" : "error"}
          aria-describedby={helpId("maxInFlight")}
          onChange={(_event, value) => change("maxInFlight", { maxInFlight: value })}
          onBlur={() => leave("maxInFlight")}
        />
        <Help field="maxInFlight" fault={maxInFlight}>
          {t("form.maxInFlight.hint")}
        </Help>
      </FormGroup>
      {values.batching ? (
        <FormGroup label={t("form.maxBytes.label")} fieldId={elementId("maxBytes")}>
          <QuantityInput
            field="maxBytes"
            value={values.maxBytes}
            units={SIZE_UNITS}
            isWrong={maxBytes !== undefined}
            onChange={(value) => change("maxBytes", { maxBytes: value })}
            onLeave={() => leave("maxBytes")}
          />
          <Help field="maxBytes" fault={maxBytes}>
            {t("form.maxBytes.hint")}
          </Help>
        </FormGroup>
      ) : null}
    </div>
  );
}
