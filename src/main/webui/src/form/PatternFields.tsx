import {
  Button,
  ExpandableSection,
  InputGroup,
  InputGroupItem,
  Label,
  LabelGroup,
  TextInput,
} from "@patternfly/react-core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { EventType } from "../api/client";
import { isPattern, isValidPattern, otherEntries, toggled } from "./events";
import type { FormState } from "./useWebhookForm";

/** Patterns of one's own, and what else is chosen and has no checkbox. */
export function PatternFields({
  types,
  values,
  change,
}: FormState & { types: readonly EventType[] }) {
  const { t } = useTranslation();
  const others = otherEntries(values.events, types);
  const [isOpen, setOpen] = useState(others.length > 0);
  const [typed, setTyped] = useState("");
  const choose = (entry: string, isChosen: boolean) =>
    change("events", { events: toggled(values.events, entry, isChosen) });
  const add = () => {
    if (isValidPattern(typed)) {
      choose(typed, true);
      setTyped("");
    }
  };
  const isWrong = typed !== "" && !isValidPattern(typed);
  return (
    <ExpandableSection
      toggleText={t("form.events.patterns.title")}
      isExpanded={isOpen}
      onToggle={(_event, open) => setOpen(open)}
      isIndented
    >
      <p className="kurier-subtle">{t("form.events.patterns.about")}</p>
      {others.length === 0 ? null : (
        <LabelGroup aria-label={t("form.events.patterns.title")} numLabels={50}>
          {others.map((entry) => (
            <Label
              key={entry}
              variant="outline"
              color={isPattern(entry) ? "grey" : "orange"}
              closeBtnAriaLabel={t("form.events.patterns.remove", { entry })}
              onClose={() => choose(entry, false)}
            >
              {isPattern(entry) ? entry : t("form.events.patterns.gone", { entry })}
            </Label>
          ))}
        </LabelGroup>
      )}
      <InputGroup className="kurier-pattern">
        <InputGroupItem isFill>
          <TextInput
            aria-label={t("form.events.patterns.label")}
            aria-describedby="webhook-pattern-help"
            autoComplete="off"
            spellCheck={false}
            placeholder="order_*"
            value={typed}
            validated={isWrong && typed.endsWith("*") ? "error" : "default"}
            onChange={(_event, value) => setTyped(value.trim())}
            onKeyDown={(event) => {
              if (event.key === "Enter") {
                // It would send the form.
                event.preventDefault();
                add();
              }
            }}
          />
        </InputGroupItem>
        <InputGroupItem>
          <Button variant="control" isDisabled={!isValidPattern(typed)} onClick={add}>
            {t("form.events.patterns.add")}
          </Button>
        </InputGroupItem>
      </InputGroup>
      <p className="kurier-subtle" id="webhook-pattern-help" aria-live="polite">
        {isWrong ? t("form.fault.events.pattern") : null}
      </p>
    </ExpandableSection>
  );
}
