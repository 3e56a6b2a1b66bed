import { ToggleGroup, ToggleGroupItem } from "@patternfly/react-core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";
import { api, type Statistics, unwrap } from "../api/client";
import { Chart } from "../components/Chart";
import { Empty } from "../components/Empty";
import { Failure } from "../components/Failure";
import { Loading } from "../components/Loading";
import { type Format, useFormat } from "../format";
import { webhookKey } from "./calls";
import {
  PERIODS,
  isPeriod,
  latencySeries,
  outcomeSeries,
  requestsIn,
  sizeClasses,
  timesOf,
} from "./series";

const READ_EVERY = 20_000;

/** How deliveries went: how they ended, how long they took, how many events went together. */
export function ChartsTab({ webhookId }: { webhookId: string }) {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const asked = search.get("period");
  const period = isPeriod(asked) ? asked : "PT24H";
  const statistics = useQuery({
    queryKey: webhookKey(webhookId, "statistics", period),
    queryFn: ({ signal }) =>
      unwrap(
        api.GET("/v1/webhooks/{id}/statistics", {
          params: { path: { id: webhookId }, query: { period } },
          signal,
        }),
      ),
    refetchInterval: READ_EVERY,
    placeholderData: keepPreviousData,
  });
  return (
    <div className="kurier-stack">
      <ToggleGroup aria-label={t("webhook.charts.period")}>
        {PERIODS.map((each) => (
          <ToggleGroupItem
            key={each}
            text={t(`webhook.charts.periods.${each}`)}
            buttonId={`period-${each}`}
            isSelected={period === each}
            onChange={() => {
              const changed = new URLSearchParams(search);
              changed.set("period", each);
              setSearch(changed, { replace: true });
            }}
          />
        ))}
      </ToggleGroup>
      {statistics.data === undefined ? (
        statistics.isError ? (
          <Failure error={statistics.error} onRetry={() => void statistics.refetch()} />
        ) : (
          <Loading rows={8} />
        )
      ) : requestsIn(statistics.data) === 0 ? (
        <Empty title={t("webhook.charts.none.title")} body={t("webhook.charts.none.body")} />
      ) : (
        <Charts statistics={statistics.data} />
      )}
    </div>
  );
}

function Charts({ statistics }: { statistics: Statistics }) {
  const { t } = useTranslation();
  const format = useFormat();
  const x = timesOf(statistics);
  const requests = requestsIn(statistics);
  const { events } = statistics.total;
  const sizes = sizeClasses(statistics);
  return (
    <>
      <p>
        {t("webhook.charts.sum", {
          requests: t("webhook.charts.requestCount", { count: requests, number: format.number(requests) }),
          events: t("webhook.charts.eventCount", { count: events, number: format.number(events) }),
        })}
      </p>
      <Chart
        title={t("webhook.charts.outcomes")}
        x={x}
        series={outcomeSeries(statistics, (outcome) => t(`common.outcome.${outcome}`))}
        shape="bars"
        stacked
      />
      <div className="kurier-columns">
        <Chart
          title={t("webhook.charts.latency")}
          x={x}
          series={latencySeries(statistics, (percentile) => t(`webhook.charts.${percentile}`))}
          format={format.milliseconds}
        />
        <Chart
          title={t("webhook.charts.sizes")}
          x={sizes.map((size) => classOf(size, format))}
          xLabel={t("webhook.charts.eventsPerRequest")}
          series={[
            {
              label: t("webhook.charts.requests"),
              tone: "info",
              values: sizes.map(({ requests }) => requests),
            },
          ]}
          shape="bars"
        />
      </div>
      <p className="kurier-subtle kurier-small">{t("webhook.charts.hint")}</p>
    </>
  );
}

function classOf({ from, upTo }: { from: number; upTo: number }, format: Format): string {
  return from === upTo ? format.number(upTo) : `${format.number(from)}–${format.number(upTo)}`;
}
