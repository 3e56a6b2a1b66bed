import { FormGroup, TextInput } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { Help, helpId } from "./Help";
import { elementId } from "./faults";
import { LONGEST_URL, hostOf, isUnencrypted, urlFault } from "./url";
import type { FormState } from "./useWebhookForm";

/** The first step: what the webhook is called, and whom it calls. */
export function TargetFields({ values, change, faultAt, isFine, leave }: FormState) {
  const { t } = useTranslation();
  const name = faultAt("name");
  const url = faultAt("url");
  return (
    <>
      <FormGroup label={t("form.name.label")} isRequired fieldId={elementId("name")}>
        <TextInput
          id={elementId("name")}
          isRequired
          autoComplete="off"
          maxLength={256}
          value={values.name}
          validated={name === undefined ? "default" : "error"}
          aria-describedby={helpId("name")}
          onChange={(_event, value) => change("name", { name: value })}
          onBlur={() => leave("name")}
        />
        <Help field="name" fault={name}>
          {t("form.name.hint")}
        </Help>
      </FormGroup>
      <FormGroup label={t("form.url.label")} isRequired fieldId={elementId("url")}>
        <TextInput
          id={elementId("url")}
          isRequired
          type="url"
          inputMode="url"
          autoComplete="off"
          spellCheck={false}
          placeholder="https://"
          value={values.url}
          validated={url === undefined ? (isFine("url") ? "success" : "default") : "error"}
          aria-describedby={helpId("url")}
          onChange={(_event, value) => change("url", { url: value.trim() })}
          onBlur={() => leave("url")}
        />
        <Help field="url" fault={url} variant={isUnencrypted(values.url) ? "warning" : "default"}>
          <UrlHint url={values.url} />
        </Help>
      </FormGroup>
    </>
  );
}

/** What can be said of the URL while it is typed, before it is called wrong. */
function UrlHint({ url }: { url: string }) {
  const { t } = useTranslation();
  const fault = urlFault(url);
  if (url === "" || fault === "masked") {
    return t("form.url.hint");
  }
  if (fault !== undefined) {
    return fault === "tooLong" ? t("form.url.count", { count: url.length, most: LONGEST_URL }) : t(`form.fault.url.${fault}`);
  }
  return isUnencrypted(url) ? t("form.url.unencrypted") : t("form.url.host", { host: hostOf(url) });
}
