import { Button, Form, FormGroup, FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useEventTypes } from "../api/eventTypes";
import type { Attempt, Webhook } from "../api/client";
import { Dialog } from "../components/Dialog";
import { Failure } from "../components/Failure";
import { Loading } from "../components/Loading";
import { FailureNotice, Notice } from "../components/Notice";
import { OutcomeLabel } from "../components/OutcomeLabel";
import { Payload } from "../components/Payload";
import { parseDuration, useFormat } from "../format";
import { sendTest } from "./calls";
import { inReadersWords } from "./reasons";
import { testableTypes } from "./types";
import { useEventNames } from "./useEventNames";
import "./webhook.css";

interface SendTestDialogProps {
  webhook: Webhook;
  /** The type that is chosen at first; by default the first that the webhook gets. */
  type?: string;
  onClose: () => void;
}

/** Sends the sample of an event type to a webhook, and shows what was answered. */
export function SendTestDialog({ webhook, type, onClose }: SendTestDialogProps) {
  const { t } = useTranslation();
  const types = useEventTypes();
  const formId = useId();
  const send = useMutation({ mutationFn: (chosen: string) => sendTest(webhook.id, chosen) });
  const choices = testableTypes(types.data ?? [], webhook.events);
  return (
    <Dialog
      title={t("webhook.test.title", { name: webhook.name })}
      size="medium"
      onClose={onClose}
      footer={
        <>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            isLoading={send.isPending}
            isDisabled={send.isPending || choices.length === 0}
            spinnerAriaLabel={t("common.loading")}
            spinnerAriaValueText={t("common.loading")}
          >
            {t(send.isSuccess ? "webhook.test.again" : "webhook.test.send")}
          </Button>
          <Button variant="link" onClick={onClose}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      {types.isError && types.data === undefined ? (
        <Failure error={types.error} onRetry={() => void types.refetch()} />
      ) : types.data === undefined ? (
        <Loading rows={2} />
      ) : (
        <div className="kurier-stack">
          <TestForm id={formId} choices={choices.map((choice) => choice.type)} type={type} onSend={send.mutate} />
          {send.isError ? <FailureNotice error={send.error} /> : null}
          {send.data === undefined ? null : <TestResult attempt={send.data} onLeave={onClose} />}
        </div>
      )}
    </Dialog>
  );
}

interface TestFormProps {
  id: string;
  choices: readonly string[];
  type: string | undefined;
  onSend: (type: string) => void;
}

function TestForm({ id, choices, type, onSend }: TestFormProps) {
  const { t } = useTranslation();
  const eventName = useEventNames();
  const [chosen, setChosen] = useState(type ?? choices[0] ?? "");
  if (choices.length === 0) {
    return <p>{t("webhook.test.noSample")}</p>;
  }
  return (
    <Form
      id={id}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        onSend(chosen);
      }}
    >
      <p>{t("webhook.test.about")}</p>
      <FormGroup label={t("webhook.test.type")} fieldId="test-type">
        <FormSelect
          id="test-type"
          value={chosen}
          onChange={(_event, value) => setChosen(value)}
        >
          {choices.map((choice) => (
            <FormSelectOption key={choice} value={choice} label={eventName(choice)} />
          ))}
        </FormSelect>
      </FormGroup>
    </Form>
  );
}

function TestResult({ attempt, onLeave }: { attempt: Attempt; onLeave: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const isGood = attempt.outcome === "acknowledged";
  return (
    <Notice
      live
      variant={isGood ? "success" : "danger"}
      title={t(isGood ? "webhook.test.acknowledged" : "webhook.test.notAcknowledged")}
      actions={
        <Button
          variant="link"
          isInline
          onClick={() => {
            onLeave();
            void navigate(`/webhooks/${attempt.webhookId}?tab=deliveries&attempt=${attempt.id}`);
          }}
        >
          {t("webhook.test.inLog")}
        </Button>
      }
    >
      <div className="kurier-stack kurier-stack--tight">
        <p>
          <OutcomeLabel outcome={attempt.outcome} status={attempt.status} />{" "}
          {t("webhook.test.took", {
            time: format.milliseconds(parseDuration(attempt.duration)),
          })}
        </p>
        {attempt.error === null ? null : <p>{inReadersWords(attempt.error, t)}</p>}
        {attempt.response === null ? null : (
          <Payload text={attempt.response} label={t("webhook.attempt.answer")} />
        )}
      </div>
    </Notice>
  );
}
