import { Button, Card, CardBody, CardTitle, Form, FormGroup, TextInput } from "@patternfly/react-core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { FailureNotice, Notice } from "../components/Notice";
import { FoundEvents } from "./FoundEvents";
import { lookUp } from "./findEvents";

/** Finds events by Kurier's id or the producer's; a single one is shown at once. */
export function LookUp() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [id, setId] = useState("");
  const search = useMutation({
    mutationFn: (asked: string) => lookUp(asked),
    onSuccess: (found) => {
      const [event, ...others] = found;
      if (event !== undefined && others.length === 0) {
        void navigate(`/events/${event.id}`);
      }
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    if (id.trim() !== "") {
      search.mutate(id.trim());
    }
  }

  return (
    <Card>
      <CardTitle component="h2">{t("events.lookUp.title")}</CardTitle>
      <CardBody>
        <Form onSubmit={submit} noValidate>
          <FormGroup label={t("events.lookUp.id")} fieldId="event-id">
            <div className="kurier-look-up">
              <TextInput
                id="event-id"
                value={id}
                maxLength={128}
                spellCheck={false}
                autoComplete="off"
                placeholder={t("events.lookUp.placeholder")}
                onChange={(_event, text) => {
                  setId(text);
                  search.reset();
                }}
              />
              <Button
                type="submit"
                variant="secondary"
                isLoading={search.isPending}
                isDisabled={search.isPending}
                spinnerAriaLabel={t("common.loading")}
                spinnerAriaValueText={t("common.loading")}
              >
                {t("events.lookUp.submit")}
              </Button>
            </div>
          </FormGroup>
        </Form>
        <div className="kurier-above" role="status">
          {search.isError && <FailureNotice error={search.error} />}
          {search.data?.length === 0 && (
            <Notice variant="info" title={t("events.lookUp.none.title")}>
              {t("events.lookUp.none.body")}
            </Notice>
          )}
          {search.data !== undefined && search.data.length > 1 && <FoundEvents events={search.data} />}
        </div>
      </CardBody>
    </Card>
  );
}
