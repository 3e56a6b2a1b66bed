import { Button, FormGroup, TextInput } from "@patternfly/react-core";
import MinusCircleIcon from "@patternfly/react-icons/dist/esm/icons/minus-circle-icon";
import PlusCircleIcon from "@patternfly/react-icons/dist/esm/icons/plus-circle-icon";
import { useTranslation } from "react-i18next";
import { Help, helpId } from "./Help";
import { MOST_HEADERS, elementId } from "./faults";
import type { FormState } from "./useWebhookForm";
import { type HeaderRow, nextKey } from "./values";

/** The webhook's own headers. A stored value can't be read: it is kept, or replaced. */
export function HeaderFields(state: FormState) {
  const { t } = useTranslation();
  const { values, change, faultAt } = state;
  return (
    <FormGroup role="group" label={t("form.headers.label")} fieldId="webhook-headers-group">
      <div className="kurier-rows">
        {values.headers.map((row) => (
          <HeaderFieldsRow key={row.key} row={row} {...state} />
        ))}
        <Button
          id={elementId("headers")}
          variant="link"
          isInline
          icon={<PlusCircleIcon />}
          isDisabled={values.headers.length >= MOST_HEADERS}
          onClick={() =>
            change("headers", {
              headers: [...values.headers, { key: nextKey(), name: "", value: "", kept: false }],
            })
          }
        >
          {t("form.headers.add")}
        </Button>
      </div>
      <Help field="headers" fault={faultAt("headers")}>
        {t("form.headers.hint")}
      </Help>
    </FormGroup>
  );
}

function HeaderFieldsRow({
  row,
  values,
  change,
  faultAt,
  leave,
}: FormState & { row: HeaderRow }) {
  const { t } = useTranslation();
  const nameField = `header-${row.key}-name` as const;
  const valueField = `header-${row.key}-value` as const;
  const name = faultAt(nameField);
  const value = faultAt(valueField);
  const replace = (part: Partial<HeaderRow>) => ({
    headers: values.headers.map((other) => (other.key === row.key ? { ...row, ...part } : other)),
  });
  return (
    <div>
      <div className="kurier-rows__row kurier-rows__row--header">
        <TextInput
          id={elementId(nameField)}
          aria-label={t("form.headers.name")}
          aria-describedby={helpId(nameField)}
          placeholder={t("form.headers.name")}
          autoComplete="off"
          spellCheck={false}
          value={row.name}
          readOnlyVariant={row.kept ? "default" : undefined}
          validated={name === undefined ? "default" : "error"}
          onChange={(_event, typed) => change(nameField, replace({ name: typed }))}
          onBlur={() => leave(nameField)}
        />
        {row.kept ? (
          <div className="kurier-rows__kept">
            <span role="img" aria-label={t("form.headers.kept", { name: row.name })}>
              ••••••
            </span>
            <Button
              variant="link"
              isInline
              aria-label={t("form.headers.replaceOf", { name: row.name })}
              onClick={() => change(valueField, replace({ kept: false }))}
            >
              {t("form.headers.replace")}
            </Button>
          </div>
        ) : (
          <TextInput
            id={elementId(valueField)}
            aria-label={t("form.headers.value")}
            aria-describedby={helpId(valueField)}
            placeholder={t("form.headers.value")}
            autoComplete="off"
            spellCheck={false}
            value={row.value}
            validated={value === undefined ? "default" : "error"}
            onChange={(_event, typed) => change(valueField, replace({ value: typed }))}
            onBlur={() => leave(valueField)}
          />
        )}
        <Button
          variant="plain"
          icon={<MinusCircleIcon />}
          aria-label={t("form.headers.remove", { name: row.name })}
          onClick={() =>
            change("headers", { headers: values.headers.filter((other) => other.key !== row.key) })
          }
        />
      </div>
      <Help field={nameField} fault={name} />
      <Help field={valueField} fault={value} />
    </div>
  );
}
