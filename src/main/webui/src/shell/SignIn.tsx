import {
  Button,
  Card,
  CardBody,
  CardHeader,
  ExpandableSection,
  Form,
  FormGroup,
  FormHelperText,
  HelperText,
  HelperTextItem,
  InputGroup,
  InputGroupItem,
  TextInput,
  Title,
} from "@patternfly/react-core";
import EyeIcon from "@patternfly/react-icons/dist/esm/icons/eye-icon";
import EyeSlashIcon from "@patternfly/react-icons/dist/esm/icons/eye-slash-icon";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { isKeyTaken } from "../api/client";
import { FailureNotice, Notice } from "../components/Notice";
import { session, useSession } from "../session";
import { Brand } from "./Brand";
import { canBeKey } from "./canBeKey";
import { OfflineBanner } from "./OfflineBanner";
import { Switches } from "./Switches";

/** The key that every installation has in development mode, as the README says. */
const DEVELOPMENT_KEY = "kurier-dev-admin-key";

/** Asks for an API key. A way in by an account would be a second form beside this one. */
export function SignIn() {
  const { t } = useTranslation();
  const { ended } = useSession();
  const field = useRef<HTMLInputElement>(null);
  const [key, setKey] = useState("");
  const [shown, setShown] = useState(false);
  const [pending, setPending] = useState(false);
  const [fault, setFault] = useState<"missing" | "wrong" | null>(null);
  const [failure, setFailure] = useState<unknown>(null);

  useEffect(() => {
    document.title = `${t("common.signIn.title")} – Kurier`;
  }, [t]);
  useEffect(() => field.current?.focus(), []);

  function refuse(reason: "missing" | "wrong") {
    setFault(reason);
    field.current?.focus();
  }

  async function signIn(event: FormEvent) {
    event.preventDefault();
    const given = key.trim();
    setFailure(null);
    if (!canBeKey(given)) {
      refuse(given === "" ? "missing" : "wrong");
      return;
    }
    setPending(true);
    try {
      if (await isKeyTaken(given)) {
        session.start(given);
      } else {
        refuse("wrong");
      }
    } catch (problem) {
      setFailure(problem);
    } finally {
      setPending(false);
    }
  }

  return (
    <div className="kurier-sign-in">
      <header>
        <OfflineBanner />
        <div className="kurier-sign-in-head">
          <span className="kurier-brand">
            <Brand />
          </span>
          <div className="kurier-switches">
            <Switches />
          </div>
        </div>
      </header>
      <main className="kurier-sign-in-body">
        <Card>
          <CardHeader>
            <Title headingLevel="h1" size="xl">
              {t("common.signIn.title")}
            </Title>
            <p className="kurier-lead">{t("common.signIn.lead")}</p>
          </CardHeader>
          <CardBody>
            <Form onSubmit={(event) => void signIn(event)} noValidate>
              {ended === "expired" && fault === null && failure === null && (
                <Notice live variant="info" title={t("common.signIn.expired")} />
              )}
              {failure !== null && <FailureNotice error={failure} />}
              <FormGroup label={t("common.signIn.key")} fieldId="key" isRequired>
                <InputGroup>
                  <InputGroupItem isFill>
                    <TextInput
                      id="key"
                      name="key"
                      ref={field}
                      type={shown ? "text" : "password"}
                      value={key}
                      isRequired
                      autoComplete="current-password"
                      spellCheck={false}
                      validated={fault === null ? "default" : "error"}
                      aria-describedby="key-help"
                      aria-invalid={fault !== null}
                      onChange={(_event, text) => {
                        setKey(text);
                        setFault(null);
                      }}
                    />
                  </InputGroupItem>
                  <InputGroupItem>
                    <Button
                      variant="control"
                      icon={shown ? <EyeSlashIcon /> : <EyeIcon />}
                      aria-label={t(shown ? "common.signIn.hide" : "common.signIn.show")}
                      onClick={() => setShown(!shown)}
                    />
                  </InputGroupItem>
                </InputGroup>
                <FormHelperText>
                  <HelperText id="key-help" isLiveRegion>
                    <HelperTextItem variant={fault === null ? "default" : "error"} screenReaderText="">
                      {t(fault === null ? "common.signIn.help" : `common.signIn.${fault}`)}
                    </HelperTextItem>
                  </HelperText>
                </FormHelperText>
              </FormGroup>
              <Button
                type="submit"
                variant="primary"
                isBlock
                isLoading={pending}
                isDisabled={pending}
                spinnerAriaLabel={t("common.loading")}
                spinnerAriaValueText={t("common.loading")}
              >
                {t("common.signIn.submit")}
              </Button>
              <ExpandableSection toggleText={t("common.signIn.where")} isIndented>
                <p>{t("common.signIn.whereBody")}</p>
                <code className="kurier-code">{DEVELOPMENT_KEY}</code>
              </ExpandableSection>
            </Form>
          </CardBody>
        </Card>
      </main>
    </div>
  );
}
