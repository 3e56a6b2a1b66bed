import { useSyncExternalStore } from "react";

export const THEMES = ["light", "dark", "system"] as const;

export type Theme = (typeof THEMES)[number];

const STORED_AS = "kurier.theme";

/** PatternFly's own name; it has to stand at the root element. */
const DARK_CLASS = "pf-v6-theme-dark";

const system = window.matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();
let theme = stored();

function stored(): Theme {
  const text = window.localStorage.getItem(STORED_AS);
  return THEMES.find((one) => one === text) ?? "system";
}

function isDark(): boolean {
  return theme === "dark" || (theme === "system" && system.matches);
}

function show() {
  const root = document.documentElement;
  root.classList.toggle(DARK_CLASS, isDark());
  root.style.colorScheme = isDark() ? "dark" : "light";
  listeners.forEach((listener) => listener());
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

/** Shows the theme that was chosen, or the system's. To be called before anything is shown. */
export function startTheme() {
  system.addEventListener("change", show);
  show();
}

/** Changes the theme and remembers it. */
export function setTheme(next: Theme) {
  theme = next;
  window.localStorage.setItem(STORED_AS, next);
  show();
}

/** What was chosen, and whether it is dark now. */
export function useTheme(): { theme: Theme; dark: boolean } {
  return { theme: useSyncExternalStore(subscribe, () => theme), dark: useSyncExternalStore(subscribe, isDark) };
}
