import { Button, Label } from "@patternfly/react-core";
import PauseIcon from "@patternfly/react-icons/dist/esm/icons/pause-icon";
import PlayIcon from "@patternfly/react-icons/dist/esm/icons/play-icon";
import { useTranslation } from "react-i18next";
import type { LiveState } from "./attemptLog";

interface LiveBadgeProps {
  live: LiveState;
  isFollowed: boolean;
  onToggle: () => void;
}

/** Whether new attempts appear by themselves, and the button that changes it. */
export function LiveBadge({ live, isFollowed, onToggle }: LiveBadgeProps) {
  const { t } = useTranslation();
  return (
    <div className="kurier-log-bar__live">
      <Label
        isCompact
        color={live === "live" ? "green" : live === "waiting" ? "orange" : "grey"}
        className={live === "live" ? "kurier-live" : undefined}
      >
        <span role="status">{t(`webhook.log.live.${live}`)}</span>
      </Label>
      <Button
        variant="plain"
        size="sm"
        icon={isFollowed ? <PauseIcon /> : <PlayIcon />}
        aria-label={t(isFollowed ? "webhook.log.pause" : "webhook.log.follow")}
        title={t(isFollowed ? "webhook.log.pause" : "webhook.log.follow")}
        onClick={onToggle}
      />
    </div>
  );
}
