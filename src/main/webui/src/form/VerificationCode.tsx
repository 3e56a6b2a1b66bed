import { Tab, TabTitleText, Tabs } from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Payload } from "../components/Payload";
import { CODE_LANGUAGES, type CodeLanguage, VERIFICATION_CODE } from "./verification";

/** Code with which a receiver finds out whether a request came from Kurier. */
export function VerificationCode() {
  const { t } = useTranslation();
  const [language, setLanguage] = useState<CodeLanguage>("java");
  return (
    <div className="kurier-verification">
      <p>{t("form.secret.verify")}</p>
      <Tabs
        activeKey={language}
        onSelect={(_event, key) => {
          const chosen = CODE_LANGUAGES.find((each) => each === key);
          if (chosen !== undefined) {
            setLanguage(chosen);
          }
        }}
        aria-label={t("form.secret.languages")}
        isSubtab
      >
        {CODE_LANGUAGES.map((each) => (
          <Tab
            key={each}
            eventKey={each}
            title={<TabTitleText>{t(`form.secret.language.${each}`)}</TabTitleText>}
          >
            <div className="kurier-verification__code">
              <Payload
                text={VERIFICATION_CODE[each]}
                label={t("form.secret.codeIn", { language: t(`form.secret.language.${each}`) })}
              />
            </div>
          </Tab>
        ))}
      </Tabs>
      <p className="kurier-subtle">
        {t("form.secret.libraries")}{" "}
        <a href="https://www.standardwebhooks.com" target="_blank" rel="noreferrer">
          standardwebhooks.com
        </a>
      </p>
    </div>
  );
}
