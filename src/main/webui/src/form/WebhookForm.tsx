import { ActionGroup, Button, ExpandableSection, Form } from "@patternfly/react-core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useCallback, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { type EventType, ProblemError, type Webhook } from "../api/client";
import { webhooksKey } from "../api/webhooks";
import { Notice } from "../components/Notice";
import { UnsavedGuard } from "../components/UnsavedGuard";
import {
  createWebhook,
  readSecret,
  readWebhook,
  replaceWebhook,
  webhookKey,
} from "../webhook/calls";
import { AdvancedFields } from "./AdvancedFields";
import { ConflictDialog } from "./ConflictDialog";
import { EventPicker } from "./EventPicker";
import { inWords } from "./Help";
import { NumberedSection } from "./NumberedSection";
import { SecretDialog } from "./SecretDialog";
import { StatusFields } from "./StatusFields";
import { TargetFields } from "./TargetFields";
import { faultsOfProblem } from "./faults";
import { TrySeries } from "./idempotency";
import { useWebhookForm } from "./useWebhookForm";
import { type FormValues, configurationOf, valuesOf } from "./values";
import "./form.css";

const PRECONDITION_FAILED = 412;

interface WebhookFormProps {
  /** The webhook that is changed; undefined for a new one. */
  edited?: Webhook;
  initial: FormValues;
  types: readonly EventType[];
}

/** The one page on which a webhook is created or changed, in the order of the five steps. */
export function WebhookForm({ edited, initial, types }: WebhookFormProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  // What is stored as far as this page knows: after a conflict it is what somebody else has saved.
  const [stored, setStored] = useState(edited);
  const [theirs, setTheirs] = useState<Webhook>();
  const [created, setCreated] = useState<{ webhook: Webhook; secret: string }>();
  // A copy can't have the values of its pattern's headers.
  const lacksHeaders = edited === undefined && initial.headers.length > 0;
  const form = useWebhookForm(initial, stored?.url, lacksHeaders);
  const series = useRef(new TrySeries());
  const isSending = useRef(false);
  const isUnsaved = useRef(false);

  useEffect(() => {
    isUnsaved.current = form.isDirty;
  }, [form.isDirty]);
  const askUnsaved = useCallback(() => isUnsaved.current, []);

  const save = useMutation({
    mutationFn: async (over: Webhook | undefined): Promise<{ webhook: Webhook; secret?: string }> => {
      const configuration = configurationOf(form.state.values);
      if (over !== undefined) {
        return { webhook: await replaceWebhook(over.id, configuration, over.version) };
      }
      const webhook = await createWebhook(configuration, series.current.keyOf(configuration));
      // The answer to a repeated creation comes without it.
      const secret = webhook.secret ?? (await readSecret(webhook.id)).secret;
      return { webhook, secret };
    },
    onSuccess: ({ webhook, secret }) => {
      isUnsaved.current = false;
      void queries.invalidateQueries({ queryKey: webhooksKey });
      if (secret !== undefined) {
        setCreated({ webhook, secret });
      } else {
        queries.setQueryData(webhookKey(webhook.id), webhook);
        void navigate(`/webhooks/${webhook.id}`);
      }
    },
    onError: async (failure, over) => {
      if (over !== undefined && isProblem(failure, PRECONDITION_FAILED)) {
        try {
          setTheirs(await readWebhook(over.id));
          return;
        } catch (unreadable) {
          tell(unreadable);
          return;
        }
      }
      tell(failure);
    },
    onSettled: () => {
      isSending.current = false;
    },
  });

  const send = (over: Webhook | undefined) => {
    isSending.current = true;
    save.mutate(over);
  };

  const tell = (failure: unknown) => {
    if (failure instanceof ProblemError && failure.status > 0) {
      form.tell(faultsOfProblem(failure, form.state.values));
    } else {
      form.tell([{ text: { key: "form.fault.noAnswer" } }]);
    }
  };

  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A double click: the first is on its way.
    if (!isSending.current && created === undefined && form.check()) {
      send(stored);
    }
  };

  const keepMine = (over: Webhook) => {
    setTheirs(undefined);
    setStored(over);
    send(over);
  };

  const takeTheirs = (taken: Webhook) => {
    setTheirs(undefined);
    setStored(taken);
    form.reset(valuesOf(taken));
  };

  const home = edited === undefined ? "/webhooks" : `/webhooks/${edited.id}`;

  return (
    <>
      <UnsavedGuard isUnsaved={askUnsaved} />
      <Form noValidate onSubmit={submit} className="kurier-form">
        {form.general.length === 0 ? null : (
          <div ref={form.top} tabIndex={-1}>
            <Notice live variant="danger" title={t("form.fault.title")}>
              {form.general.map((fault, index) => (
                <p key={index}>{inWords(fault.text, t)}</p>
              ))}
            </Notice>
          </div>
        )}
        {lacksHeaders ? <Notice variant="info" title={t("form.copyHeaders")} /> : null}
        <NumberedSection number={1} title={t("form.step.target")}>
          <TargetFields {...form.state} />
        </NumberedSection>
        <NumberedSection number={2} title={t("form.step.events")}>
          <EventPicker types={types} {...form.state} />
        </NumberedSection>
        <NumberedSection number={3} title={t("form.step.status")}>
          <StatusFields {...form.state} />
        </NumberedSection>
        <NumberedSection number={4} title={t("form.step.advanced")}>
          <ExpandableSection
            toggleText={t(form.unfolded ? "form.advanced.hide" : "form.advanced.show")}
            isExpanded={form.unfolded}
            onToggle={(_event, unfolded) => form.setUnfolded(unfolded)}
          >
            <div className="kurier-step__body">
              <AdvancedFields {...form.state} />
            </div>
          </ExpandableSection>
        </NumberedSection>
        <ActionGroup className="kurier-form__actions">
          <Button
            type="submit"
            variant="primary"
            isLoading={save.isPending}
            isDisabled={save.isPending}
            spinnerAriaLabel={t("common.loading")}
            spinnerAriaValueText={t("common.loading")}
          >
            {t(edited === undefined ? "form.create" : "form.save")}
          </Button>
          <Button variant="link" onClick={() => void navigate(home)}>
            {t("common.cancel")}
          </Button>
        </ActionGroup>
      </Form>
      {theirs === undefined ? null : (
        <ConflictDialog
          mine={configurationOf(form.state.values)}
          theirs={theirs}
          onKeepMine={() => keepMine(theirs)}
          onTakeTheirs={() => takeTheirs(theirs)}
          onClose={() => setTheirs(undefined)}
        />
      )}
      {created === undefined ? null : (
        <SecretDialog
          name={created.webhook.name}
          secret={created.secret}
          onClose={() => void navigate(`/webhooks/${created.webhook.id}`)}
        />
      )}
    </>
  );
}

function isProblem(failure: unknown, status: number): boolean {
  return failure instanceof ProblemError && failure.status === status;
}
