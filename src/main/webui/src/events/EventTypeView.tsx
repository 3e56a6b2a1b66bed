import { Card, CardBody, CardTitle } from "@patternfly/react-core";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { EventType } from "../api/client";
import { useWebhooks } from "../api/webhooks";
import { CopyButton } from "../components/CopyButton";
import { Empty } from "../components/Empty";
import { Payload } from "../components/Payload";
import { Time } from "../components/Time";
import { includes } from "../form/events";
import { Facts, type Fact } from "../webhook/Facts";
import { pretty } from "./typeValues";

/** What an event of this type looks like, and who gets it. */
export function EventTypeView({ type }: { type: EventType }) {
  const { t } = useTranslation();
  const webhooks = useWebhooks().data?.items.filter(({ events }) => includes(events, type.type));
  return (
    <div className="kurier-stack">
      {type.builtIn && <p className="kurier-lead kurier-break">{t(`form.events.about.${type.type}`)}</p>}
      <Facts isWide facts={factsOf(type, webhooks?.length, t)} />
      <div className="kurier-columns">
        <Part name="sample" value={type.sample} />
        <Part name="schema" value={type.schema} />
      </div>
    </div>
  );
}

function factsOf({ type, labels, builtIn, enforce, updatedAt }: EventType, webhooks: number | undefined, t: TFunction): Fact[] {
  const facts: Fact[] = [
    {
      term: t("events.field.type"),
      value: (
        <>
          <span className="kurier-code">{type}</span>
          <CopyButton text={type} />
        </>
      ),
    },
    { term: t("events.names"), value: `${labels.de} (de), ${labels.en} (en)` },
    {
      term: t("events.usedBy"),
      value:
        webhooks === undefined ? (
          "–"
        ) : (
          <Link to={`/webhooks?event=${encodeURIComponent(type)}`}>{t("events.usedByCount", { count: webhooks })}</Link>
        ),
    },
  ];
  return builtIn
    ? facts
    : [
        ...facts,
        { term: t("events.checked"), value: t(enforce ? "events.enforced" : "events.notEnforced") },
        { term: t("events.updatedAt"), value: <Time at={updatedAt} /> },
      ];
}

function Part({ name, value }: { name: "sample" | "schema"; value: unknown }) {
  const { t } = useTranslation();
  const text = pretty(value);
  return (
    <Card>
      <CardTitle component="h2">{t(`events.${name}.title`)}</CardTitle>
      <CardBody>
        {text === "" ? (
          <Empty headingLevel="h3" title={t(`events.${name}.none`)} body={t(`events.${name}.about`)} />
        ) : (
          <Payload text={text} label={t(`events.${name}.title`)} />
        )}
      </CardBody>
    </Card>
  );
}
