import { FormGroup, Radio, Switch, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { toIsoDuration, useFormat } from "../format";
import { Help, helpId } from "./Help";
import { QuantityInput } from "./QuantityInput";
import { elementId } from "./faults";
import { type TimeUnit, bytes, milliseconds, wholeNumber } from "./quantity";
import type { FormState } from "./useWebhookForm";
import type { FormValues } from "./values";

const WAIT_UNITS: readonly TimeUnit[] = ["ms", "s", "min"];

/** The third step: whether events are sent, and whether together. */
export function StatusFields(state: FormState) {
  const { t } = useTranslation();
  const { values, change, faultAt } = state;
  return (
    <>
      <FormGroup
        role="radiogroup"
        label={t("form.status.label")}
        fieldId="webhook-status-group"
        isStack
      >
        {(["active", "inactive"] as const).map((status, index) => (
          <Radio
            key={status}
            id={index === 0 ? elementId("status") : "webhook-status-inactive"}
            name="webhook-status"
            label={t(`form.status.${status}`)}
            description={t(`form.status.about.${status}`)}
            isChecked={values.status === status}
            onChange={() => change("status", { status })}
          />
        ))}
        <Help field="status" fault={faultAt("status")} />
      </FormGroup>
      <FormGroup fieldId={elementId("batching")}>
        <Switch
          id={elementId("batching")}
          label={t("form.batching.label")}
          isChecked={values.batching}
          aria-describedby={helpId("batching")}
          onChange={(_event, batching) => change("batching", { batching })}
        />
        <Help field="batching" fault={faultAt("batching")}>
          <BatchingHint values={values} />
        </Help>
      </FormGroup>
      {values.batching ? <BatchLimits {...state} /> : null}
    </>
  );
}

function BatchLimits({ values, change, faultAt, leave }: FormState) {
  const { t } = useTranslation();
  const maxEvents = faultAt("maxEvents");
  const maxWait = faultAt("maxWait");
  return (
    <div className="kurier-side-by-side">
      <FormGroup label={t("form.maxEvents.label")} fieldId={elementId("maxEvents")}>
        <TextInput
          id={elementId("maxEvents")}
          inputMode="numeric"
          autoComplete="off"
          value={values.maxEvents}
          validated={maxEvents === undefined ? "default" : "error"}
          aria-describedby={helpId("maxEvents")}
          onChange={(_event, value) => change("maxEvents", { maxEvents: value })}
          onBlur={() => leave("maxEvents")}
        />
        <Help field="maxEvents" fault={maxEvents} />
      </FormGroup>
      <FormGroup label={t("form.maxWait.label")} fieldId={elementId("maxWait")}>
        <QuantityInput
          field="maxWait"
          value={values.maxWait}
          units={WAIT_UNITS}
          isWrong={maxWait !== undefined}
          onChange={(value) => change("maxWait", { maxWait: value })}
          onLeave={() => leave("maxWait")}
        />
        <Help field="maxWait" fault={maxWait} />
      </FormGroup>
    </div>
  );
}

/** What the switch and its limits do, in words that follow what is typed. */
function BatchingHint({ values }: { values: FormValues }) {
  const { t } = useTranslation();
  const format = useFormat();
  const count = wholeNumber(values.maxEvents);
  const wait = milliseconds(values.maxWait);
  const size = bytes(values.maxBytes);
  if (!values.batching) {
    return t("form.batching.off");
  }
  if (count === undefined || wait === undefined || size === undefined) {
    return t("form.batching.on");
  }
  return t("form.batching.explained", {
    count,
    number: format.number(count),
    wait: format.duration(toIsoDuration(wait)),
    bytes: format.bytes(size),
  });
}
