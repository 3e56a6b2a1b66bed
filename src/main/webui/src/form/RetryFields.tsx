import { Button, FormGroup, Radio } from "@patternfly/react-core";
import MinusCircleIcon from "@patternfly/react-icons/dist/esm/icons/minus-circle-icon";
import PlusCircleIcon from "@patternfly/react-icons/dist/esm/icons/plus-circle-icon";
import { useTranslation } from "react-i18next";
import { Help } from "./Help";
import { QuantityInput } from "./QuantityInput";
import { RetryTimeLine } from "./RetryTimeLine";
import { MOST_DELAYS, elementId } from "./faults";
import type { TimeUnit } from "./quantity";
import type { FormState } from "./useWebhookForm";
import { delayRows, nextKey, typedDelays } from "./values";

const DELAY_UNITS: readonly TimeUnit[] = ["ms", "s", "min", "h", "d"];

/** When what was not acknowledged is tried again. */
export function RetryFields(state: FormState) {
  const { t } = useTranslation();
  const { values, change, faultAt } = state;
  const choose = (retry: "standard" | "getresponse" | "own") =>
    change("retry", {
      retry,
      // Whoever wants another schedule begins with the one that was shown.
      ...(retry === "own" && values.delays.length === 0
        ? { delays: delayRows(typedDelays(values)) }
        : {}),
    });
  return (
    <FormGroup role="radiogroup" label={t("form.retry.label")} fieldId="webhook-retry-group" isStack>
      {(["standard", "getresponse", "own"] as const).map((retry, index) => (
        <Radio
          key={retry}
          id={index === 0 ? elementId("retry") : `webhook-retry-${retry}`}
          name="webhook-retry"
          label={t(`form.retry.${retry}.label`)}
          description={t(`form.retry.${retry}.about`)}
          isChecked={values.retry === retry}
          onChange={() => choose(retry)}
        />
      ))}
      <Help field="retry" fault={faultAt("retry")} />
      {values.retry === "own" ? <DelayRows {...state} /> : null}
      <RetryTimeLine delays={typedDelays(values)} />
    </FormGroup>
  );
}

function DelayRows({ values, change, faultAt, leave }: FormState) {
  const { t } = useTranslation();
  const { delays } = values;
  return (
    <div className="kurier-rows">
      {delays.map((row, index) => {
        const field = `delay-${row.key}` as const;
        const fault = faultAt(field);
        return (
          <div key={row.key}>
            <div className="kurier-rows__row">
              <QuantityInput
                field={field}
                label={t("form.retry.delay", { number: index + 2 })}
                value={row}
                units={DELAY_UNITS}
                isWrong={fault !== undefined}
                onChange={(value) =>
                  change(field, {
                    delays: delays.map((other) => (other.key === row.key ? { ...row, ...value } : other)),
                  })
                }
                onLeave={() => leave(field)}
              />
              <Button
                variant="plain"
                icon={<MinusCircleIcon />}
                aria-label={t("form.retry.remove", { number: index + 2 })}
                onClick={() => change(field, { delays: delays.filter((other) => other.key !== row.key) })}
              />
            </div>
            <Help field={field} fault={fault} />
          </div>
        );
      })}
      <Button
        variant="link"
        isInline
        icon={<PlusCircleIcon />}
        isDisabled={delays.length >= MOST_DELAYS}
        onClick={() => {
          const last = delays.at(-1);
          change("retry", {
            delays: [
              ...delays,
              { key: nextKey(), amount: last?.amount ?? "5", unit: last?.unit ?? "min" },
            ],
          });
        }}
      >
        {t("form.retry.add")}
      </Button>
    </div>
  );
}
