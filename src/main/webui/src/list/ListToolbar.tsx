import { Button, SearchInput, Toolbar, ToolbarContent, ToolbarItem } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { labelOf, useEventTypes } from "../api/eventTypes";
import { Choice, type Option } from "../components/Choice";
import { useFormat } from "../format";
import { useLanguage } from "../i18n/language";
import { useMedia } from "../media";
import { ANY, isFiltered, SORTS, WHOLE_LIST, type View } from "./view";

type ListToolbarProps = {
  view: View;
  /** How many webhooks the view has, on all pages. */
  count: number;
  onChange: (change: Partial<View>) => void;
};

const STATUSES = [ANY, "active", "inactive"] as const;
const HEALTHS = [ANY, "ok", "failing", "suspended"] as const;

/** From this width on the table has heads to sort by. */
const TABLE = "(min-width: 62rem)";

/** Search and filters; on a narrow screen also the order. */
export function ListToolbar({ view, count, onChange }: ListToolbarProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const format = useFormat();
  const types = useEventTypes().data ?? [];
  const hasHeads = useMedia(TABLE);

  const events: Option<string>[] = [
    { value: ANY, label: t("list.filter.any") },
    ...types
      .map(({ type }) => ({ value: type, label: labelOf(type, types, language) }))
      .sort((a, b) => a.label.localeCompare(b.label, language)),
  ];
  const orders = SORTS.flatMap((sort) => [sort, `-${sort}`]).map((order) => ({
    value: order,
    label: t(`list.sort.${order}`),
  }));

  return (
    <Toolbar className="kurier-toolbar">
      <ToolbarContent>
        <ToolbarItem className="kurier-search">
          <SearchInput
            aria-label={t("list.search")}
            placeholder={t("list.search")}
            value={view.q}
            resetButtonLabel={t("list.clearSearch")}
            onChange={(_event, q) => onChange({ q })}
            onClear={() => onChange({ q: "" })}
          />
        </ToolbarItem>
        <ToolbarItem>
          <Choice
            label={t("list.column.status")}
            value={view.status}
            options={STATUSES.map((value) => ({
              value,
              label: value === ANY ? t("list.filter.any") : t(`common.status.${value}`),
            }))}
            onChange={(status) => onChange({ status })}
          />
        </ToolbarItem>
        <ToolbarItem>
          <Choice
            label={t("list.column.health")}
            value={view.health}
            options={HEALTHS.map((value) => ({
              value,
              label: value === ANY ? t("list.filter.any") : t(`common.health.${value}`),
            }))}
            onChange={(health) => onChange({ health })}
          />
        </ToolbarItem>
        <ToolbarItem>
          <Choice
            label={t("list.filter.event")}
            value={view.event}
            options={events}
            onChange={(event) => onChange({ event })}
          />
        </ToolbarItem>
        {!hasHeads && (
          <ToolbarItem>
            <Choice
              label={t("list.sort.label")}
              value={`${view.descending ? "-" : ""}${view.sort}`}
              options={orders}
              onChange={(order) =>
                onChange({
                  sort: SORTS.find((sort) => order.endsWith(sort)) ?? WHOLE_LIST.sort,
                  descending: order.startsWith("-"),
                })
              }
            />
          </ToolbarItem>
        )}
        {isFiltered(view) && (
          <ToolbarItem>
            <Button variant="link" onClick={() => onChange({ q: "", status: ANY, health: ANY, event: ANY })}>
              {t("list.filter.reset")}
            </Button>
          </ToolbarItem>
        )}
        <ToolbarItem align={{ default: "alignEnd" }} alignSelf="center">
          <span className="kurier-subtle" role="status">
            {t("list.count", { count, number: format.number(count) })}
          </span>
        </ToolbarItem>
      </ToolbarContent>
    </Toolbar>
  );
}
