import { Button, FormGroup, FormSelect, FormSelectOption, Title } from "@patternfly/react-core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Secret } from "../api/client";
import { ConfirmDialog } from "../components/ConfirmDialog";
import { FailureNotice } from "../components/Notice";
import { useToast } from "../components/Toasts";
import { TrySeries } from "../form/idempotency";
import { SecretText } from "../form/SecretText";
import { VerificationCode } from "../form/VerificationCode";
import { useFormat } from "../format";
import { readSecret, rotateSecret, webhookKey } from "./calls";

/** How long the old secret may sign beside the new one. */
const OVERLAPS = ["PT0S", "PT1H", "PT24H", "P7D"] as const;

type Overlap = (typeof OVERLAPS)[number];

/** The secret that signs a webhook's requests: to be shown, and to be replaced. */
export function SecretTab({ webhookId }: { webhookId: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const toast = useToast();
  const [isShown, setShown] = useState(false);
  const [asked, setAsked] = useState<Overlap>();
  const [tries] = useState(() => new TrySeries());
  const [rotations, setRotations] = useState(0);
  const key = webhookKey(webhookId, "secret");
  const secret = useQuery({
    queryKey: key,
    queryFn: () => readSecret(webhookId),
    enabled: isShown,
    // Nobody needs it in memory once the page is left.
    gcTime: 0,
  });
  const rotate = useMutation({
    mutationFn: (overlap: Overlap) => rotateSecret(webhookId, overlap, tries.keyOf({ overlap, rotations })),
    onSuccess: (rotated) => {
      setRotations(rotations + 1);
      queries.setQueryData(key, rotated);
      setShown(true);
      toast.success(t("webhook.secret.rotated"));
    },
  });
  return (
    <div className="kurier-stack kurier-narrow">
      <section aria-labelledby="secret-show" className="kurier-stack kurier-stack--tight">
        <Title headingLevel="h2" size="md" id="secret-show">
          {t("webhook.secret.title")}
        </Title>
        <p>{t("webhook.secret.about")}</p>
        {secret.isError ? <FailureNotice error={secret.error} /> : null}
        {isShown && secret.data !== undefined ? (
          <>
            <SecretTexts secret={secret.data} />
            <div>
              <Button variant="link" isInline onClick={() => setShown(false)}>
                {t("webhook.secret.hide")}
              </Button>
            </div>
          </>
        ) : (
          <div>
            <Button
              variant="secondary"
              isLoading={secret.isFetching}
              isDisabled={secret.isFetching}
              spinnerAriaLabel={t("common.loading")}
              spinnerAriaValueText={t("common.loading")}
              onClick={() => (isShown ? void secret.refetch() : setShown(true))}
            >
              {t("webhook.secret.show")}
            </Button>
          </div>
        )}
      </section>
      <section aria-labelledby="secret-rotate" className="kurier-stack kurier-stack--tight">
        <Title headingLevel="h2" size="md" id="secret-rotate">
          {t("webhook.secret.rotateTitle")}
        </Title>
        <p>{t("webhook.secret.rotateAbout")}</p>
        <Rotation onAsk={setAsked} />
      </section>
      <section aria-labelledby="secret-verify" className="kurier-stack kurier-stack--tight">
        <Title headingLevel="h2" size="md" id="secret-verify">
          {t("webhook.secret.verifyTitle")}
        </Title>
        <VerificationCode />
      </section>
      {asked === undefined ? null : (
        <ConfirmDialog
          title={t("webhook.secret.confirmTitle")}
          body={t(`webhook.secret.confirm.${asked}`)}
          danger={asked === "PT0S"}
          confirm={t("webhook.secret.rotate")}
          onConfirm={() => rotate.mutateAsync(asked)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  );
}

function SecretTexts({ secret: { secret, previous, previousUntil } }: { secret: Secret }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      <SecretText secret={secret} label={t("webhook.secret.label")} />
      {previous === undefined || previousUntil === undefined ? null : (
        <>
          <p>{t("webhook.secret.previous", { until: format.dateTime(previousUntil) })}</p>
          <SecretText secret={previous} label={t("webhook.secret.previousLabel")} />
        </>
      )}
    </>
  );
}

function Rotation({ onAsk }: { onAsk: (overlap: Overlap) => void }) {
  const { t } = useTranslation();
  const [overlap, setOverlap] = useState<Overlap>("PT24H");
  return (
    <div className="kurier-rotation">
      <FormGroup label={t("webhook.secret.overlap")} fieldId="secret-overlap">
        <FormSelect
          id="secret-overlap"
          value={overlap}
          onChange={(_event, value) => {
            const chosen = OVERLAPS.find((each) => each === value);
            if (chosen !== undefined) {
              setOverlap(chosen);
            }
          }}
        >
          {OVERLAPS.map((each) => (
            <FormSelectOption key={each} value={each} label={t(`webhook.secret.overlaps.${each}`)} />
          ))}
        </FormSelect>
      </FormGroup>
      <Button variant="secondary" onClick={() => onAsk(overlap)}>
        {t("webhook.secret.rotate")}
      </Button>
    </div>
  );
}
