import type { Fault } from "../api/client";
import type { EventType } from "../api/client";
import { indentJson } from "../json";

/** What stands in the form of an own event type, as it was typed. */
export type TypeValues = {
  type: string;
  de: string;
  en: string;
  schema: string;
  sample: string;
  enforce: boolean;
};

export type TypeField = keyof TypeValues;

/** What is wrong with a field: a reason that the form has words for, or the service's own words. */
export type TypeFault = { reason: TypeReason } | { detail: string };

type TypeReason = "required" | "name" | "reserved" | "json" | "object" | "schema" | "needsSchema" | "long";

export type TypeFaults = Partial<Record<TypeField, TypeFault>>;

const NAME = /^[a-z0-9][a-z0-9_.-]{0,127}$/;
const RESERVED = "kurier.";
const LONGEST_LABEL = 128;
const FIELDS: readonly TypeField[] = ["type", "de", "en", "schema", "sample", "enforce"];

export const NO_TYPE: TypeValues = { type: "", de: "", en: "", schema: "", sample: "", enforce: false };

/** A type as it is edited. */
export function valuesOf({ type, labels, schema, sample, enforce }: EventType): TypeValues {
  return { type, de: labels.de, en: labels.en, schema: pretty(schema), sample: pretty(sample), enforce };
}

/** A JSON value with line breaks; empty where there is none. */
export function pretty(value: unknown): string {
  return value === null || value === undefined ? "" : (indentJson(JSON.stringify(value)) ?? "");
}

/** What the service would refuse anyway. */
export function check(values: TypeValues): TypeFaults {
  const faults: TypeFaults = {};
  if (values.type === "") {
    faults.type = { reason: "required" };
  } else if (!NAME.test(values.type)) {
    faults.type = { reason: "name" };
  } else if (values.type.startsWith(RESERVED)) {
    faults.type = { reason: "reserved" };
  }
  for (const language of ["de", "en"] as const) {
    if ([...values[language].trim()].length > LONGEST_LABEL) {
      faults[language] = { reason: "long" };
    }
  }
  const schema = parse(values.schema);
  if (schema === undefined) {
    faults.schema = { reason: "json" };
  } else if (schema !== null && typeof schema !== "boolean" && !isObject(schema)) {
    faults.schema = { reason: "schema" };
  }
  const sample = parse(values.sample);
  if (sample === undefined) {
    faults.sample = { reason: "json" };
  } else if (sample !== null && !isObject(sample)) {
    faults.sample = { reason: "object" };
  }
  if (values.enforce && values.schema.trim() === "") {
    faults.enforce = { reason: "needsSchema" };
  }
  return faults;
}

/** The definition that is sent. Only of values without faults. */
export function definitionOf(values: TypeValues) {
  const labels: { de?: string; en?: string } = {};
  for (const language of ["de", "en"] as const) {
    // Without a label a type is called as on the wire.
    if (values[language].trim() !== "") {
      labels[language] = values[language].trim();
    }
  }
  return {
    type: values.type,
    labels,
    schema: (parse(values.schema) ?? null) as Record<string, unknown> | boolean | null,
    sample: (parse(values.sample) ?? null) as Record<string, unknown> | null,
    enforce: values.enforce,
  };
}

/** The service's faults at their fields; `rest` are those of no field. */
export function placed(faults: readonly Fault[]): { fields: TypeFaults; rest: Fault[] } {
  const fields: TypeFaults = {};
  const rest: Fault[] = [];
  for (const fault of faults) {
    const [, top = "", ...below] = fault.pointer.split("/");
    const name = top === "labels" ? below.shift() : top;
    const field = FIELDS.find((one) => one === name);
    if (field === undefined) {
      rest.push(fault);
    } else if (fields[field] === undefined) {
      fields[field] = { detail: below.length === 0 ? fault.detail : `/${below.join("/")}: ${fault.detail}` };
    }
  }
  return { fields, rest };
}

export function isChanged(one: TypeValues, other: TypeValues): boolean {
  return FIELDS.some((field) => one[field] !== other[field]);
}

/** Null where there is no text, undefined where it is not JSON. */
function parse(text: string): unknown {
  if (text.trim() === "") {
    return null;
  }
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
