import {
  ActionGroup,
  Button,
  Form,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  Switch,
  TextArea,
  TextInput,
} from "@patternfly/react-core";
import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { api, ProblemError, unwrap, type EventType } from "../api/client";
import { eventTypesKey } from "../api/eventTypes";
import { FailureNotice, Notice } from "../components/Notice";
import { useToast } from "../components/Toasts";
import { UnsavedGuard } from "../components/UnsavedGuard";
import {
  check,
  definitionOf,
  isChanged,
  placed,
  type TypeFault,
  type TypeFaults,
  type TypeField,
  type TypeValues,
} from "./typeValues";

type EventTypeFormProps = {
  initial: TypeValues;
  /** Whether it is there already: its name stays. */
  existing?: boolean;
  onSaved: (type: EventType) => void;
  onCancel: () => void;
};

/** The lines of a field for JSON. */
const LINES = 12;

/** Makes an own event type, or changes it. */
export function EventTypeForm({ initial, existing = false, onSaved, onCancel }: EventTypeFormProps) {
  const { t } = useTranslation();
  const toast = useToast();
  const queries = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const [values, setValues] = useState(initial);
  const [faults, setFaults] = useState<TypeFaults>({});
  const [failure, setFailure] = useState<unknown>(null);
  const [pending, setPending] = useState(false);
  const unsaved = useRef(false);
  const isUnsaved = useCallback(() => unsaved.current, []);

  function change<F extends TypeField>(field: F, value: TypeValues[F]) {
    const next = { ...values, [field]: value };
    setValues(next);
    setFaults(({ [field]: _mended, ...others }) => others);
    unsaved.current = isChanged(next, initial);
  }

  function refuse(found: TypeFaults) {
    setFaults(found);
    // Once the fields are marked, the first of them is where to go on.
    window.setTimeout(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  async function save(event: FormEvent) {
    event.preventDefault();
    setFailure(null);
    const found = check(values);
    if (Object.keys(found).length > 0) {
      refuse(found);
      return;
    }
    setPending(true);
    try {
      const saved = await send(values, existing);
      unsaved.current = false;
      queries.setQueryData([...eventTypesKey, saved.type], saved);
      await queries.invalidateQueries({ queryKey: eventTypesKey, exact: true });
      toast.success(t("events.saved", { type: saved.type }));
      onSaved(saved);
    } catch (problem) {
      const { fields, rest } = placed(problem instanceof ProblemError ? problem.errors : []);
      const inFields = Object.keys(fields).length > 0;
      setFailure(inFields ? (rest.length > 0 ? new ProblemError(422, "", rest) : null) : problem);
      refuse(fields);
    } finally {
      setPending(false);
    }
  }

  const json = (name: "schema" | "sample") => (
    <FormGroup label={t(`events.${name}.title`)} fieldId={`type-${name}`}>
      <TextArea
        id={`type-${name}`}
        className="kurier-code"
        value={values[name]}
        rows={LINES}
        resizeOrientation="vertical"
        spellCheck={false}
        validated={faults[name] === undefined ? "default" : "error"}
        aria-invalid={faults[name] !== undefined}
        aria-describedby={`type-${name}-help`}
        onChange={(_event, text) => change(name, text)}
      />
      <FieldHelp id={`type-${name}-help`} fault={faults[name]} text={t(`events.${name}.about`)} />
    </FormGroup>
  );

  const line = (name: "type" | "de" | "en", isRequired = false) => (
    <FormGroup label={t(`events.field.${name}`)} fieldId={`type-${name}`} isRequired={isRequired}>
      <TextInput
        id={`type-${name}`}
        value={values[name]}
        isRequired={isRequired}
        spellCheck={name !== "type"}
        readOnlyVariant={name === "type" && existing ? "default" : undefined}
        validated={faults[name] === undefined ? "default" : "error"}
        aria-invalid={faults[name] !== undefined}
        aria-describedby={`type-${name}-help`}
        onChange={(_event, text) => change(name, text)}
      />
      <FieldHelp id={`type-${name}-help`} fault={faults[name]} text={t(`events.help.${name}`)} />
    </FormGroup>
  );

  return (
    <Form ref={form} onSubmit={(event) => void save(event)} noValidate className="kurier-type-form">
      {failure !== null && <FailureNotice error={failure} />}
      {Object.keys(faults).length > 0 && <Notice live variant="danger" title={t("events.notSaved")} />}
      {line("type", true)}
      <div className="kurier-columns">
        {line("de")}
        {line("en")}
      </div>
      <div className="kurier-columns">
        {json("sample")}
        {json("schema")}
      </div>
      <FormGroup fieldId="type-enforce" role="group" aria-label={t("events.checked")}>
        <Switch
          id="type-enforce"
          label={t("events.field.enforce")}
          isChecked={values.enforce}
          aria-describedby="type-enforce-help"
          onChange={(_event, checked) => change("enforce", checked)}
        />
        <FieldHelp id="type-enforce-help" fault={faults.enforce} text={t("events.help.enforce")} />
      </FormGroup>
      <ActionGroup>
        <Button
          type="submit"
          variant="primary"
          isLoading={pending}
          isDisabled={pending}
          spinnerAriaLabel={t("common.loading")}
          spinnerAriaValueText={t("common.loading")}
        >
          {t(existing ? "common.save" : "events.create")}
        </Button>
        <Button variant="link" onClick={onCancel}>
          {t("common.cancel")}
        </Button>
      </ActionGroup>
      <UnsavedGuard isUnsaved={isUnsaved} />
    </Form>
  );
}

function FieldHelp({ id, fault, text }: { id: string; fault: TypeFault | undefined; text: string }) {
  const { t } = useTranslation();
  return (
    <FormHelperText>
      <HelperText id={id}>
        <HelperTextItem variant={fault === undefined ? "default" : "error"} screenReaderText="">
          {fault === undefined ? text : "detail" in fault ? fault.detail : t(`events.fault.${fault.reason}`)}
        </HelperTextItem>
      </HelperText>
    </FormHelperText>
  );
}

function send(values: TypeValues, existing: boolean): Promise<EventType> {
  const body = definitionOf(values);
  return existing
    ? unwrap(api.PUT("/v1/event-types/{type}", { params: { path: { type: values.type } }, body }))
    : unwrap(api.POST("/v1/event-types", { body }));
}
