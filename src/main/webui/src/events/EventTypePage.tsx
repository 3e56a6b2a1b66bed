import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { Button } from "@patternfly/react-core";
import { api, unwrap, type EventType } from "../api/client";
import { eventTypesKey } from "../api/eventTypes";
import { Failure } from "../components/Failure";
import { Loading } from "../components/Loading";
import { Page } from "../components/Page";
import { useLanguage } from "../i18n/language";
import { DeleteTypeDialog } from "./DeleteTypeDialog";
import { EventTypeForm } from "./EventTypeForm";
import { EventTypeView } from "./EventTypeView";
import { NO_TYPE, valuesOf } from "./typeValues";

/** The parameter that turns looking into changing. */
const EDIT = "edit";

/** One event type: looked at, and if it is the account's own changed or deleted; without a name in the address a new one. */
export default function EventTypePage() {
  const { type } = useParams();
  return type === undefined ? <NewType /> : <OneType key={type} type={type} />;
}

function NewType() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Page title={t("events.createType")} breadcrumb={[{ label: t("events.title"), to: "/events" }]} lead={t("events.newLead")}>
      <EventTypeForm
        initial={NO_TYPE}
        onSaved={({ type }) => void navigate(`/events/types/${encodeURIComponent(type)}`)}
        onCancel={() => void navigate("/events")}
      />
    </Page>
  );
}

function OneType({ type }: { type: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useQuery({
    queryKey: [...eventTypesKey, type],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/v1/event-types/{type}", { params: { path: { type } }, signal })),
  });
  const [params, setParams] = useSearchParams();
  const editing = params.has(EDIT) && query.data?.builtIn === false;
  const edit = (on: boolean) => setParams(on ? { [EDIT]: "1" } : {});
  return (
    <Page
      title={query.data?.labels[language] ?? type}
      breadcrumb={[{ label: t("events.title"), to: "/events" }]}
      actions={query.data?.builtIn === false && !editing && <Actions type={query.data} onEdit={() => edit(true)} />}
    >
      {query.data === undefined ? (
        query.isError ? (
          <Failure error={query.error} onRetry={() => void query.refetch()} />
        ) : (
          <Loading />
        )
      ) : editing ? (
        <EventTypeForm
          existing
          initial={valuesOf(query.data)}
          onSaved={() => edit(false)}
          onCancel={() => edit(false)}
        />
      ) : (
        <EventTypeView type={query.data} />
      )}
    </Page>
  );
}

function Actions({ type, onEdit }: { type: EventType; onEdit: () => void }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState(false);
  return (
    <div className="kurier-actions">
      <Button variant="secondary" onClick={onEdit}>
        {t("events.edit")}
      </Button>
      <Button variant="secondary" isDanger onClick={() => setAsked(true)}>
        {t("events.delete.confirm")}
      </Button>
      {asked && <DeleteTypeDialog type={type} onClose={() => setAsked(false)} />}
    </div>
  );
}
