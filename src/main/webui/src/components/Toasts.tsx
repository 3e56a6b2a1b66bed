import { Alert, AlertActionCloseButton, AlertGroup } from "@patternfly/react-core";
import { createContext, use, useCallback, useMemo, useRef, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useOnline } from "../online";
import { detailOf, kindOf } from "./failures";

type Toast = { id: number; variant: "success" | "danger"; title: string; body?: string };

type ShowToast = {
  /** Says that something was done. */
  success: (title: string) => void;
  /** Says that something was not done, and why. */
  failure: (title: string, error: unknown) => void;
};

const ToastContext = createContext<ShowToast | null>(null);

const SHOWN_FOR = 6_000;

/** Short messages in the corner, read out by screen readers; failures stay until they are closed. */
export function Toasts({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const online = useOnline();
  const [toasts, setToasts] = useState<Toast[]>([]);
  const lastId = useRef(0);

  const add = useCallback((toast: Omit<Toast, "id">) => {
    const id = ++lastId.current;
    setToasts((shown) => [...shown, { ...toast, id }]);
  }, []);
  const remove = (id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id));

  const show = useMemo<ShowToast>(
    () => ({
      success: (title) => add({ variant: "success", title }),
      failure: (title, error) =>
        add({
          variant: "danger",
          title,
          body: detailOf(error) || t(`common.failure.${kindOf(error, online)}.body`),
        }),
    }),
    [add, online, t],
  );

  return (
    <ToastContext value={show}>
      {children}
      <AlertGroup isToast isLiveRegion hasAnimations={false} aria-label={t("common.messages")}>
        {toasts.map(({ id, variant, title, body }) => (
          <Alert
            key={id}
            variant={variant}
            variantLabel={t(`common.variant.${variant}`)}
            title={<span className="kurier-break">{title}</span>}
            timeout={variant === "success" ? SHOWN_FOR : false}
            onTimeout={() => remove(id)}
            actionClose={<AlertActionCloseButton aria-label={t("common.close")} onClose={() => remove(id)} />}
          >
            {body}
          </Alert>
        ))}
      </AlertGroup>
    </ToastContext>
  );
}

export function useToast(): ShowToast {
  const show = use(ToastContext);
  if (show === null) {
    throw new Error("useToast needs Toasts around it");
  }
  return show;
}
