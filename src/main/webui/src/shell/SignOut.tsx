import { Button } from "@patternfly/react-core";
import SignOutAltIcon from "@patternfly/react-icons/dist/esm/icons/sign-out-alt-icon";
import { useTranslation } from "react-i18next";
import { session } from "../session";

export function SignOut() {
  const { t } = useTranslation();
  return (
    <Button
      variant="plain"
      icon={<SignOutAltIcon />}
      aria-label={t("common.signOut")}
      title={t("common.signOut")}
      onClick={() => session.end("left")}
    />
  );
}
