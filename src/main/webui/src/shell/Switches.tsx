import DesktopIcon from "@patternfly/react-icons/dist/esm/icons/desktop-icon";
import GlobeIcon from "@patternfly/react-icons/dist/esm/icons/globe-icon";
import MoonIcon from "@patternfly/react-icons/dist/esm/icons/moon-icon";
import SunIcon from "@patternfly/react-icons/dist/esm/icons/sun-icon";
import { useTranslation } from "react-i18next";
import { Choice } from "../components/Choice";
import { setLanguage } from "../i18n";
import { LANGUAGES, useLanguage } from "../i18n/language";
import { setTheme, THEMES, useTheme } from "../theme";

const ICONS = { light: <SunIcon />, dark: <MoonIcon />, system: <DesktopIcon /> };

/** Language and theme. */
export function Switches() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { theme } = useTheme();
  return (
    <>
      <Choice
        plain
        label={t("common.language.label")}
        icon={<GlobeIcon />}
        text={language.toUpperCase()}
        value={language}
        options={LANGUAGES.map((value) => ({ value, label: t(`common.language.${value}`) }))}
        onChange={(next) => void setLanguage(next)}
      />
      <Choice
        plain
        label={t("common.theme.label")}
        icon={ICONS[theme]}
        value={theme}
        options={THEMES.map((value) => ({ value, label: t(`common.theme.${value}`) }))}
        onChange={setTheme}
      />
    </>
  );
}
