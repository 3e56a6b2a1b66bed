import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Fault, type FaultText, type Field, elementId, faultsOf, isAdvanced } from "./faults";
import { type FormValues, isSame } from "./values";

export type Change = (field: Field, part: Partial<FormValues>) => void;

/** What the sections of the form work with. */
export interface FormState {
  values: FormValues;
  change: Change;
  /** What is shown as wrong there: what somebody left so, or the server refused. */
  faultAt: (field: Field) => FaultText | undefined;
  /** Whether it was filled in and left, and nothing is wrong. */
  isFine: (field: Field) => boolean;
  /** From now on what is wrong there is shown. */
  leave: (field: Field) => void;
}

/**
 * The state of the form, and what of it is wrong.
 *
 * @param isUnfolded whether everything is shown from the beginning
 */
export function useWebhookForm(
  initial: FormValues,
  storedUrl: string | undefined,
  isUnfolded: boolean,
) {
  const [values, setValues] = useState(initial);
  const [pristine, setPristine] = useState(initial);
  const [left, setLeft] = useState<ReadonlySet<Field>>(new Set());
  const [told, setTold] = useState<readonly Fault[]>([]);
  const [unfolded, setUnfolded] = useState(isUnfolded);
  const [toFocus, setToFocus] = useState<readonly Fault[]>([]);
  const top = useRef<HTMLDivElement>(null);

  const faults = useMemo(() => faultsOf(values, storedUrl), [values, storedUrl]);

  // After the commit, when what was folded away can take the focus.
  useEffect(() => {
    if (toFocus.length > 0) {
      (firstElement(toFocus) ?? top.current)?.focus();
    }
  }, [toFocus]);

  const change: Change = useCallback((field, part) => {
    setValues((before) => ({ ...before, ...part }));
    setTold((before) => before.filter((fault) => fault.field !== field));
  }, []);

  const leave = useCallback((field: Field) => {
    setLeft((before) => (before.has(field) ? before : new Set(before).add(field)));
  }, []);

  /** Shows faults at their fields and goes to the first. */
  const show = useCallback((found: readonly Fault[]) => {
    const fields = found.flatMap(({ field }) => (field === undefined ? [] : [field]));
    setLeft((before) => new Set([...before, ...fields]));
    setUnfolded((before) => before || fields.some(isAdvanced));
    setToFocus([...found]);
  }, []);

  /** Whether it can be sent; if not, it is said why. */
  const check = useCallback((): boolean => {
    setTold([]);
    show(faults);
    return faults.length === 0;
  }, [faults, show]);

  /** Shows what the server has against it. */
  const tell = useCallback(
    (found: readonly Fault[]) => {
      setTold(found);
      show(found);
    },
    [show],
  );

  const reset = useCallback((fresh: FormValues) => {
    setValues(fresh);
    setPristine(fresh);
    setLeft(new Set());
    setTold([]);
  }, []);

  const faultAt = (field: Field) =>
    told.find((fault) => fault.field === field)?.text ??
    (left.has(field) ? faults.find((fault) => fault.field === field)?.text : undefined);

  const state: FormState = {
    values,
    change,
    leave,
    faultAt,
    isFine: (field) =>
      left.has(field) && ![...told, ...faults].some((fault) => fault.field === field),
  };

  return {
    state,
    top,
    /** What has no place at a field. */
    general: told.filter((fault) => fault.field === undefined),
    isDirty: !isSame(values, pristine),
    unfolded,
    setUnfolded,
    check,
    tell,
    reset,
  };
}

function firstElement(faults: readonly Fault[]): HTMLElement | undefined {
  return faults
    .flatMap(({ field }) => {
      const element = field === undefined ? null : document.getElementById(elementId(field));
      return element === null ? [] : [element];
    })
    .sort((one, other) =>
      one.compareDocumentPosition(other) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1,
    )[0];
}
