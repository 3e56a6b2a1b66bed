import { Banner, Flex, FlexItem } from "@patternfly/react-core";
import DisconnectedIcon from "@patternfly/react-icons/dist/esm/icons/disconnected-icon";
import { useTranslation } from "react-i18next";
import { useOnline } from "../online";

/** Says that there is no network. The place is always there, so that screen readers notice the text in it. */
export function OfflineBanner() {
  const { t } = useTranslation();
  const online = useOnline();
  return (
    <div role="status">
      {!online && (
        <Banner status="warning">
          <Flex
            flexWrap={{ default: "nowrap" }}
            gap={{ default: "gapSm" }}
            alignItems={{ default: "alignItemsCenter" }}
          >
            <FlexItem>
              <DisconnectedIcon />
            </FlexItem>
            <FlexItem>{t("common.offline")}</FlexItem>
          </Flex>
        </Banner>
      )}
    </div>
  );
}
