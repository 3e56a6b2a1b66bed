import { Pagination } from "@patternfly/react-core";
import { useTranslation } from "react-i18next";
import { useFormat } from "../format";

export const PAGE_SIZES = [20, 50, 100] as const;

type PagerProps = {
  total: number;
  /** From one. */
  page: number;
  size: number;
  onChange: (page: number, size: number) => void;
};

/** Turns the pages of a list; not there while everything is on one. */
export function Pager({ total, page, size, onChange }: PagerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (total <= PAGE_SIZES[0]) {
    return null;
  }
  return (
    <Pagination
      variant="bottom"
      itemCount={total}
      page={page}
      perPage={size}
      perPageOptions={PAGE_SIZES.map((value) => ({ title: format.number(value), value }))}
      onSetPage={(_event, next) => onChange(next, size)}
      onPerPageSelect={(_event, next) => onChange(1, next)}
      titles={{
        items: "",
        page: "",
        itemsPerPage: t("common.pager.itemsPerPage"),
        perPageSuffix: t("common.pager.perPage"),
        toFirstPageAriaLabel: t("common.pager.first"),
        toPreviousPageAriaLabel: t("common.pager.previous"),
        toNextPageAriaLabel: t("common.pager.next"),
        toLastPageAriaLabel: t("common.pager.last"),
        currPageAriaLabel: t("common.pager.current"),
        paginationAriaLabel: t("common.pager.title"),
        ofWord: t("common.pager.of"),
      }}
    />
  );
}
