import { Card, CardBody, CardTitle } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { Status } from "../api/client";
import { useFormat } from "../format";
import { useNow } from "../now";
import { isLate } from "./verdict";

/** The numbers of the whole installation. */
export function Tiles({ status }: { status: Status }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow();
  const { oldestDueAt } = status;
  return (
    <div className="kurier-tiles">
      <Tile name={t("overview.tile.accepted")}>{format.number(status.acceptedPerSecond)}</Tile>
      <Tile name={t("overview.tile.acknowledged")}>{format.number(status.acknowledgedPerSecond)}</Tile>
      <Tile name={t("overview.tile.open")}>{format.number(status.openDeliveries)}</Tile>
      <Tile name={t("overview.tile.oldest")} alarming={isLate(oldestDueAt, now)}>
        {oldestDueAt === null ? "–" : format.relative(oldestDueAt, now)}
      </Tile>
      <Tile name={t("overview.tile.failing")} alarming={status.failingWebhooks > 0}>
        {format.number(status.failingWebhooks)}
      </Tile>
      <Tile name={t("overview.tile.suspended")} alarming={status.suspendedWebhooks > 0}>
        {format.number(status.suspendedWebhooks)}
      </Tile>
    </div>
  );
}

function Tile({ name, alarming = false, children }: { name: string; alarming?: boolean; children: ReactNode }) {
  return (
    <Card isCompact>
      <CardTitle component="h2">
        <span className="kurier-tile">{name}</span>
      </CardTitle>
      <CardBody>
        <span className={alarming ? "kurier-figure kurier-alarming" : "kurier-figure"}>{children}</span>
      </CardBody>
    </Card>
  );
}
