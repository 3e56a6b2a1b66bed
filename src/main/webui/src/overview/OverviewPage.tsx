import { Card, CardBody } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { api, unwrap, type Status } from "../api/client";
import { Chart } from "../components/Chart";
import { Failure } from "../components/Failure";
import { Loading } from "../components/Loading";
import { FailureNotice, Notice } from "../components/Notice";
import { Page } from "../components/Page";
import { useFormat } from "../format";
import { useNow } from "../now";
import { Nodes } from "./Nodes";
import { withSample, type Sample } from "./samples";
import { Tiles } from "./Tiles";
import { verdictOf } from "./verdict";

const READ_EVERY = 5_000;

const VARIANTS = { flowing: "success", idle: "info", troubled: "warning", late: "warning" } as const;

/** For operators: whether deliveries flow, at a glance. */
export default function OverviewPage() {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: ["status"],
    queryFn: ({ signal }) => unwrap(api.GET("/v1/status", { signal })),
    refetchInterval: READ_EVERY,
  });
  const samples = useSamples(query.data, query.dataUpdatedAt);
  return (
    <Page
      title={t("overview.title")}
      lead={query.data === undefined ? t("overview.lead") : t("overview.leadVersion", { version: query.data.version })}
    >
      {query.data === undefined ? (
        query.isError ? (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Loading />
        )
      ) : (
        <div className="kurier-stack">
          {query.isError && <FailureNotice error={query.error} />}
          <VerdictNotice status={query.data} />
          <Tiles status={query.data} />
          <Rates samples={samples} />
          <Nodes nodes={query.data.nodes} />
        </div>
      )}
    </Page>
  );
}

function VerdictNotice({ status }: { status: Status }) {
  const { t } = useTranslation();
  const verdict = verdictOf(status, useNow());
  return (
    <Notice variant={VARIANTS[verdict]} title={t(`overview.verdict.${verdict}.title`)}>
      {t(`overview.verdict.${verdict}.body`)}
    </Notice>
  );
}

/** The rates as they were since the page was opened. */
function Rates({ samples }: { samples: readonly Sample[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Card>
      <CardBody>
        {samples.length < 2 ? (
          <p className="kurier-subtle">{t("overview.rates.soon")}</p>
        ) : (
          <Chart
            title={t("overview.rates.title")}
            x={samples.map(({ at }) => at)}
            series={[
              { label: t("overview.rates.accepted"), tone: "info", values: samples.map(({ accepted }) => accepted) },
              {
                label: t("overview.rates.acknowledged"),
                tone: "success",
                values: samples.map(({ acknowledged }) => acknowledged),
              },
            ]}
            format={(value) => format.number(value)}
            height={180}
          />
        )}
      </CardBody>
    </Card>
  );
}

function useSamples(status: Status | undefined, at: number): readonly Sample[] {
  const [samples, setSamples] = useState<readonly Sample[]>([]);
  useEffect(() => {
    if (status !== undefined) {
      setSamples((before) => withSample(before, status, at));
    }
  }, [status, at]);
  return samples;
}
