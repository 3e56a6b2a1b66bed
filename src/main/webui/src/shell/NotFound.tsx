import { Button } from "@patternfly/react-core";
import SearchIcon from "@patternfly/react-icons/dist/esm/icons/search-icon";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { Empty } from "../components/Empty";
import { Page } from "../components/Page";

export function NotFound() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Page title={t("common.notFound.title")}>
      <Empty
        icon={SearchIcon}
        title={t("common.notFound.body")}
        body={t("common.notFound.hint")}
        action={
          <Button variant="primary" onClick={() => void navigate("/webhooks")}>
            {t("common.notFound.home")}
          </Button>
        }
      />
    </Page>
  );
}
