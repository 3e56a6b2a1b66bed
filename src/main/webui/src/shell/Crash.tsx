import { PageSection } from "@patternfly/react-core";
import { useRouteError } from "react-router";
import { Failure } from "../components/Failure";

/** In place of a page that could not be shown: a mistake of ours, or a script that could not be loaded. */
export function Crash() {
  const error = useRouteError();
  return (
    <PageSection hasBodyWrapper={false}>
      <Failure error={error} onRetry={() => window.location.reload()} />
    </PageSection>
  );
}
