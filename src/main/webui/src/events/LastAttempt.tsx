import { Flex, FlexItem } from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { api, unwrap } from "../api/client";
import { Loading } from "../components/Loading";
import { FailureNotice } from "../components/Notice";
import { OutcomeLabel } from "../components/OutcomeLabel";
import { Payload } from "../components/Payload";
import { Time } from "../components/Time";
import { parseDuration, useFormat } from "../format";
import { inReadersWords } from "../webhook/reasons";

/** The last request of a delivery, and what was answered. */
export function LastAttempt({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: attempt, error } = useQuery({
    queryKey: ["attempt", id],
    queryFn: ({ signal }) => unwrap(api.GET("/v1/attempts/{id}", { params: { path: { id } }, signal })),
    // It is over: nothing of it changes any more.
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (attempt === undefined) {
    return error === null ? <Loading rows={2} /> : <FailureNotice error={error} />;
  }
  return (
    <div className="kurier-stack">
      <Flex gap={{ default: "gapMd" }} alignItems={{ default: "alignItemsCenter" }}>
        <FlexItem>{t("events.attempt.number", { number: format.number(attempt.number) })}</FlexItem>
        <FlexItem>
          <OutcomeLabel outcome={attempt.outcome} status={attempt.status} />
        </FlexItem>
        <FlexItem>
          <Time at={attempt.sentAt} />
        </FlexItem>
        <FlexItem>{t("events.attempt.took", { time: format.milliseconds(parseDuration(attempt.duration)) })}</FlexItem>
        <FlexItem className="kurier-code">X-Request-ID: {attempt.id}</FlexItem>
      </Flex>
      {attempt.error !== null && <p className="kurier-break">{inReadersWords(attempt.error, t)}</p>}
      {attempt.response === null ? (
        <p className="kurier-subtle">{t("events.attempt.noAnswer")}</p>
      ) : (
        <Payload text={attempt.response} label={t("events.attempt.answer")} />
      )}
    </div>
  );
}
