import { Button } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useTranslation } from "react-i18next";
import { Dialog } from "../components/Dialog";
import { useFormat } from "../format";
import { useEventNames } from "../webhook/useEventNames";
import { differences } from "./changes";
import type { Configuration } from "./values";
import { type Setting, type Words, said } from "./words";

interface Versions {
  mine: Configuration;
  theirs: Configuration;
}

interface ConflictDialogProps extends Versions {
  onKeepMine: () => void;
  onTakeTheirs: () => void;
  onClose: () => void;
}

/** Somebody else has saved meanwhile: shows both versions, and lets choose one. */
export function ConflictDialog({
  mine,
  theirs,
  onKeepMine,
  onTakeTheirs,
  onClose,
}: ConflictDialogProps) {
  const { t } = useTranslation();
  const changed = differences(mine, theirs);
  return (
    <Dialog
      title={t("form.conflict.title")}
      icon="warning"
      size="large"
      onClose={onClose}
      footer={
        <>
          <Button variant="primary" onClick={onKeepMine}>
            {t("form.conflict.keepMine")}
          </Button>
          <Button variant="secondary" onClick={onTakeTheirs}>
            {t("form.conflict.takeTheirs")}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t("form.conflict.back")}
          </Button>
        </>
      }
    >
      <p>{t(changed.length === 0 ? "form.conflict.same" : "form.conflict.about")}</p>
      {changed.length === 0 ? null : (
        <ComparisonTable settings={changed} mine={mine} theirs={theirs} />
      )}
    </Dialog>
  );
}

function ComparisonTable({ settings, mine, theirs }: Versions & { settings: readonly Setting[] }) {
  const { t } = useTranslation();
  const words: Words = { t, format: useFormat(), eventName: useEventNames() };
  return (
    <Table aria-label={t("form.conflict.table")} variant="compact">
      <Thead>
        <Tr>
          <Th>{t("form.conflict.setting")}</Th>
          <Th>{t("form.conflict.mine")}</Th>
          <Th>{t("form.conflict.theirs")}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {settings.map((setting) => {
          const my = said(setting, mine, words);
          const their = said(setting, theirs, words);
          return (
            <Tr key={setting}>
              <Td dataLabel={t("form.conflict.setting")}>{t(`form.setting.${setting}`)}</Td>
              <Td dataLabel={t("form.conflict.mine")}>
                {my}
                {/* What differs are the values of a query, and those are not shown. */}
                {my === their ? (
                  <span className="kurier-subtle"> {t("form.conflict.hidden")}</span>
                ) : null}
              </Td>
              <Td dataLabel={t("form.conflict.theirs")}>{their}</Td>
            </Tr>
          );
        })}
      </Tbody>
    </Table>
  );
}
