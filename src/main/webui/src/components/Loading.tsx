import { Skeleton } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";

const WIDTHS = ["66%", "90%", "75%", "85%", "60%"];

/** In place of what is being read. */
export function Loading({ rows = 5 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className="kurier-loading" role="status">
      <span className="pf-v6-screen-reader">{t("common.loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} width={WIDTHS[row % WIDTHS.length]} fontSize="lg" aria-hidden />
      ))}
    </div>
  );
}
