import {
  DrawerActions,
  DrawerCloseButton,
  DrawerHead,
  DrawerPanelBody,
  DrawerPanelContent,
  Title,
} from "@patternfly/react-core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { afterDrawing } from "../../afterDrawing";
import { api, unwrap, type Webhook } from "../../api/client";
import { Failure } from "../../components/Failure";
import { Loading } from "../../components/Loading";
import { AttemptDetails } from "./AttemptDetails";

interface AttemptPanelProps {
  webhook: Webhook;
  /** Undefined while the panel is closed. */
  attemptId: string | undefined;
  onClose: () => void;
}

/** One attempt beside the log. */
export function AttemptPanel({ webhook, attemptId, onClose }: AttemptPanelProps) {
  const { t } = useTranslation();
  const heading = useRef<HTMLHeadingElement>(null);
  const attempt = useQuery({
    queryKey: ["attempt", attemptId],
    queryFn: ({ signal }) =>
      unwrap(api.GET("/v1/attempts/{id}", { params: { path: { id: attemptId ?? "" } }, signal })),
    enabled: attemptId !== undefined,
    // What has happened does not change.
    staleTime: Number.POSITIVE_INFINITY,
  });

  useEffect(() => {
    if (attemptId !== undefined) {
      // The panel is hidden until it has opened.
      afterDrawing(() => heading.current?.focus());
    }
  }, [attemptId]);

  return (
    <DrawerPanelContent widths={{ default: "width_100", lg: "width_50" }}>
      <DrawerHead>
        <Title headingLevel="h2" size="lg" ref={heading} tabIndex={-1} className="kurier-heading">
          {t("webhook.attempt.title")}
        </Title>
        <DrawerActions>
          <DrawerCloseButton aria-label={t("common.close")} onClick={onClose} />
        </DrawerActions>
      </DrawerHead>
      <DrawerPanelBody>
        {attemptId === undefined ? null : attempt.isError ? (
          <Failure error={attempt.error} onRetry={() => void attempt.refetch()} />
        ) : attempt.data === undefined ? (
          <Loading />
        ) : (
          <AttemptDetails key={attempt.data.id} attempt={attempt.data} webhook={webhook} />
        )}
      </DrawerPanelBody>
    </DrawerPanelContent>
  );
}
