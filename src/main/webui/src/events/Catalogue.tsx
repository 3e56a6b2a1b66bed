import { Label, Title } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useEventTypes } from "../api/eventTypes";
import type { EventType } from "../api/client";
import { Failure } from "../components/Failure";
import { Loading } from "../components/Loading";
import { grouped, GROUPS, type Group } from "../form/events";
import { useLanguage } from "../i18n/language";

/** All event types, in the groups in which a webhook's form offers them. */
export function Catalogue() {
  const { t } = useTranslation();
  const types = useEventTypes();
  return (
    <section aria-labelledby="catalogue" className="kurier-stack">
      <div>
        <Title headingLevel="h2" size="xl" id="catalogue">
          {t("events.catalogue.title")}
        </Title>
        <p className="kurier-lead">{t("events.catalogue.lead")}</p>
      </div>
      {types.data === undefined ? (
        types.isError ? (
          <Failure error={types.error} onRetry={() => void types.refetch()} />
        ) : (
          <Loading rows={8} />
        )
      ) : (
        <Groups types={types.data} />
      )}
    </section>
  );
}

function Groups({ types }: { types: readonly EventType[] }) {
  const { t } = useTranslation();
  const groups = new Map(grouped(types).map(({ group, types: members }) => [group, members]));
  return GROUPS.map((group) => {
    const members = groups.get(group);
    return (
      <section key={group} aria-labelledby={`group-${group}`}>
        <Title headingLevel="h3" size="md" id={`group-${group}`}>
          {t(`form.events.group.${group}.title`)}
        </Title>
        {members === undefined ? (
          <p className="kurier-subtle kurier-above">{t("events.catalogue.noOwn")}</p>
        ) : (
          <Types group={group} types={members} />
        )}
      </section>
    );
  });
}

function Types({ group, types }: { group: Group; types: readonly EventType[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Table variant="compact" gridBreakPoint="grid-md" aria-labelledby={`group-${group}`}>
      <Thead className="pf-v6-screen-reader">
        <Tr>
          <Th>{t("events.type")}</Th>
          <Th>{t("events.catalogue.about")}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {types.map(({ type, labels, builtIn, enforce }) => (
          <Tr key={type}>
            <Td width={40} dataLabel={t("events.type")} modifier="breakWord">
              <Link to={`/events/types/${encodeURIComponent(type)}`}>{labels[language]}</Link>
              <div className="kurier-code kurier-subtle">{type}</div>
            </Td>
            <Td dataLabel={t("events.catalogue.about")}>
              {builtIn ? (
                t(`form.events.about.${type}`)
              ) : (
                <Label isCompact variant="outline" color={enforce ? "blue" : "grey"}>
                  {t(enforce ? "events.enforced" : "events.notEnforced")}
                </Label>
              )}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
