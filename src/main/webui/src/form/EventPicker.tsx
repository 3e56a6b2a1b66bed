import { Checkbox, Title } from "@patternfly/react-core";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import type { EventType } from "../api/client";
import { Help, helpId } from "./Help";
import { PatternFields } from "./PatternFields";
import {
  ALL_OF_CONTACTS,
  ALL_OF_KURIER,
  EVERYTHING,
  type Group,
  NOT_BY_IMPORTS,
  OFFERED_PATTERNS,
  coveredBy,
  grouped,
  toggled,
} from "./events";
import { elementId } from "./faults";
import { useEventNames } from "../webhook/useEventNames";
import type { FormState } from "./useWebhookForm";

/** The second step: which events are sent. */
export function EventPicker({ types, ...state }: FormState & { types: readonly EventType[] }) {
  const { t } = useTranslation();
  const eventName = useEventNames();
  const { values, change, faultAt } = state;
  const chosen = values.events;
  const choose = (entry: string, isChosen: boolean) =>
    change("events", { events: toggled(chosen, entry, isChosen) });
  const pattern = (entry: string, id: string, covered: boolean) => (
    <Checkbox
      id={id}
      label={t(`form.events.pattern.${entry}.label`)}
      description={t(`form.events.pattern.${entry}.about`)}
      isChecked={covered || chosen.includes(entry)}
      isDisabled={covered}
      onChange={(_event, isChosen) => choose(entry, isChosen)}
    />
  );
  return (
    <div
      className="kurier-events"
      role="group"
      aria-label={t("form.step.events")}
      aria-describedby={helpId("events")}
    >
      <div className="kurier-events__patterns">
        {pattern(EVERYTHING, elementId("events"), false)}
        {pattern(ALL_OF_CONTACTS, "webhook-events-contacts", chosen.includes(EVERYTHING))}
        <Help field="events" fault={faultAt("events")} />
      </div>
      {grouped(types).map(({ group, types: members }) => (
        <EventGroup key={group} group={group}>
          {group === "kurier" ? pattern(ALL_OF_KURIER, "webhook-events-kurier", false) : null}
          {members.map((type) => (
            <TypeBox
              key={type.type}
              type={type}
              chosen={chosen}
              eventName={eventName}
              onChoose={choose}
            />
          ))}
        </EventGroup>
      ))}
      <PatternFields types={types} {...state} />
    </div>
  );
}

function EventGroup({ group, children }: { group: Group; children: ReactNode }) {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="kurier-events__group" role="group" aria-labelledby={id}>
      <Title headingLevel="h3" size="md" id={id}>
        {t(`form.events.group.${group}.title`)}
      </Title>
      <p className="kurier-subtle">{t(`form.events.group.${group}.about`)}</p>
      <div className="kurier-events__types">{children}</div>
    </div>
  );
}

interface TypeBoxProps {
  type: EventType;
  chosen: readonly string[];
  eventName: (entry: string) => string;
  onChoose: (entry: string, isChosen: boolean) => void;
}

function TypeBox({ type: { type, builtIn }, chosen, eventName, onChoose }: TypeBoxProps) {
  const { t } = useTranslation();
  const cover = coveredBy(chosen, type);
  return (
    <Checkbox
      id={`webhook-event-${type}`}
      label={eventName(type)}
      description={
        <>
          {builtIn ? `${t(`form.events.about.${type}`)} ` : null}
          {NOT_BY_IMPORTS.has(type) ? `${t("form.events.notByImports")} ` : null}
          {/* The usual patterns stand right above, and would be named at each of their types. */}
          {cover === undefined || OFFERED_PATTERNS.has(cover)
            ? null
            : `${t("form.events.covered", { by: cover })} `}
          <code className="kurier-events__wire">{type}</code>
        </>
      }
      isChecked={cover !== undefined || chosen.includes(type)}
      isDisabled={cover !== undefined}
      onChange={(_event, isChosen) => onChoose(type, isChosen)}
    />
  );
}
