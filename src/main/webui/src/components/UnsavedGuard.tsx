import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";
import { ConfirmDialog } from "./ConfirmDialog";

/**
 * Asks before what was typed is lost: by a link, by going back, or by closing the browser's tab.
 *
 * @param isUnsaved asked when somebody is about to leave
 */
export function UnsavedGuard({ isUnsaved }: { isUnsaved: () => boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname && isUnsaved(),
  );
  const left = useRef(false);

  useEffect(() => {
    if (blocker.state === "unblocked") {
      left.current = false;
    }
  }, [blocker.state]);

  useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => {
      if (isUnsaved()) {
        event.preventDefault();
      }
    };
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [isUnsaved]);

  if (blocker.state !== "blocked") {
    return null;
  }
  return (
    <ConfirmDialog
      title={t("common.unsaved.title")}
      body={t("common.unsaved.body")}
      danger
      confirm={t("common.unsaved.leave")}
      onConfirm={() => {
        left.current = true;
        blocker.proceed();
      }}
      onClose={() => {
        // The dialog closes after the confirmation too; going back would then be stopped a second time.
        if (!left.current) {
          blocker.reset();
        }
      }}
    />
  );
}
