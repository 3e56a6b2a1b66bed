import i18n from "i18next";
import { initReactI18next } from "react-i18next";
import { chooseLanguage, type Language } from "./language";
import { de, en } from "./texts";

const STORED_AS = "kurier.language";

function show(language: string) {
  document.documentElement.lang = language;
}

/** Changes the language and remembers it. */
export async function setLanguage(language: Language): Promise<void> {
  window.localStorage.setItem(STORED_AS, language);
  await i18n.changeLanguage(language);
}

i18n.on("languageChanged", show);

void i18n.use(initReactI18next).init({
  lng: chooseLanguage(window.localStorage.getItem(STORED_AS), navigator.languages),
  fallbackLng: "en",
  resources: { de: { translation: de }, en: { translation: en } },
  // The texts are part of the script: nothing is waited for.
  initAsync: false,
  // React escapes what it shows.
  interpolation: { escapeValue: false },
  returnNull: false,
});

export default i18n;
