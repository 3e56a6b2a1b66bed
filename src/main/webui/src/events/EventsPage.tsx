import { useTranslation } from "react-i18next";
import { LinkButton } from "../components/LinkButton";
import { Page } from "../components/Page";
import { Catalogue } from "./Catalogue";
import { LookUp } from "./LookUp";

/** What happened, by id; and what may happen. */
export default function EventsPage() {
  const { t } = useTranslation();
  return (
    <Page
      title={t("events.title")}
      lead={t("events.lead")}
      actions={<LinkButton to="/events/new">{t("events.createType")}</LinkButton>}
    >
      <div className="kurier-stack">
        <LookUp />
        <Catalogue />
      </div>
    </Page>
  );
}
