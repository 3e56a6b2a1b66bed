import { PageSection } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { useRouteError } from "react-router";
import { Failure } from "../components/Failure";
import { useOnline } from "../online";

/**
 * In place of a page that could not be shown: a mistake of ours, or a script that could not be loaded. The browser does
 * not load that script again by itself, so the whole page is loaded anew, at once where only the network was missing.
 */
export function Crash() {
  const error = useRouteError();
  const online = useOnline();
  const [wasOffline] = useState(!online);

  useEffect(() => {
    if (wasOffline && online) {
      window.location.reload();
    }
  }, [wasOffline, online]);

  return (
    <PageSection hasBodyWrapper={false}>
      <Failure error={error} onRetry={() => window.location.reload()} />
    </PageSection>
  );
}
