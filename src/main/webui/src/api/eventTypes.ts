import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useLanguage, type Language } from "../i18n/language";
import { api, unwrap, type EventType } from "./client";
import { readAll } from "./pages";

const MOST_TYPES = 1_000;
const PAGE = 500;

export const eventTypesKey = ["event-types"] as const;

/** The catalogue: built-in types and the account's own, sorted by name. */
export function useEventTypes() {
  return useQuery({
    queryKey: eventTypesKey,
    queryFn: async ({ signal }) => {
      const { items } = await readAll<EventType>(
        (cursor) => unwrap(api.GET("/v1/event-types", { params: { query: { cursor, limit: PAGE } }, signal })),
        MOST_TYPES,
      );
      return items;
    },
    staleTime: 60_000,
  });
}

/** What people call a type, or the name on the wire where it is not known. */
export function labelOf(type: string, types: readonly EventType[], language: Language): string {
  return types.find((one) => one.type === type)?.labels[language] ?? type;
}

/**
 * Names the entries of a webhook's `events`: types by their label, patterns as they are written, and `*` in words. While
 * the catalogue is not there yet, the names on the wire.
 */
export function useEventLabel(): (entry: string) => string {
  const { t } = useTranslation();
  const language = useLanguage();
  const types = useEventTypes().data ?? [];
  return (entry) => (entry === "*" ? t("common.allEvents") : labelOf(entry, types, language));
}
