import { Card, CardBody, CardTitle, Label } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import type { Status } from "../api/client";
import { Empty } from "../components/Empty";
import { Time } from "../components/Time";
import { useFormat } from "../format";
import { useNow } from "../now";
import { isSilent } from "./verdict";

/** The processes of the service. */
export function Nodes({ nodes }: { nodes: Status["nodes"] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  return (
    <Card>
      <CardTitle component="h2">{t("overview.nodes.title")}</CardTitle>
      <CardBody>
        {nodes.length === 0 ? (
          <Empty headingLevel="h3" title={t("overview.nodes.none.title")} body={t("overview.nodes.none.body")} />
        ) : (
          <Table aria-label={t("overview.nodes.title")} variant="compact" gridBreakPoint="grid-lg">
            <Thead>
              <Tr>
                <Th width={30}>{t("overview.nodes.name")}</Th>
                <Th modifier="nowrap">{t("overview.nodes.version")}</Th>
                <Th modifier="nowrap">{t("overview.nodes.started")}</Th>
                <Th modifier="nowrap">{t("overview.nodes.heartbeat")}</Th>
                <Th modifier="nowrap">{t("overview.nodes.accepted")}</Th>
                <Th modifier="nowrap">{t("overview.nodes.acknowledged")}</Th>
              </Tr>
            </Thead>
            <Tbody>
              {nodes.map((node) => (
                <Tr key={node.id}>
                  <Td dataLabel={t("overview.nodes.name")} modifier="breakWord">
                    {node.name}
                    <div className="kurier-code kurier-subtle">{node.id}</div>
                  </Td>
                  <Td dataLabel={t("overview.nodes.version")}>{node.version ?? "–"}</Td>
                  <Td dataLabel={t("overview.nodes.started")}>
                    <Time relative at={node.startedAt} />
                  </Td>
                  <Td dataLabel={t("overview.nodes.heartbeat")}>
                    {isSilent(node.heartbeatAt, now) ? (
                      <Label isCompact color="orange">
                        <Time relative at={node.heartbeatAt} />
                      </Label>
                    ) : (
                      <Time relative at={node.heartbeatAt} />
                    )}
                  </Td>
                  <Td dataLabel={t("overview.nodes.accepted")} className="kurier-number">
                    {format.number(node.acceptedPerSecond)}
                  </Td>
                  <Td dataLabel={t("overview.nodes.acknowledged")} className="kurier-number">
                    {format.number(node.acknowledgedPerSecond)}
                  </Td>
                </Tr>
              ))}
            </Tbody>
          </Table>
        )}
      </CardBody>
    </Card>
  );
}
