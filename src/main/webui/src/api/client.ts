import createClient, { type Middleware } from "openapi-fetch";
import { session } from "../session";
import type { components, paths } from "./schema";

type Schemas = components["schemas"];

export type Webhook = Schemas["Webhook"];
export type WebhookRequest = Schemas["WebhookRequest"];
export type WebhookPatch = Schemas["WebhookPatch"];
export type WebhookStatus = Schemas["WebhookStatus"];
export type Health = Schemas["Health"];
export type Attempt = Schemas["Attempt"];
export type Delivery = Schemas["Delivery"];
export type DeliveryState = Schemas["DeliveryState"];
export type Event = Schemas["Event"];
export type EventDelivery = Schemas["EventDelivery"];
export type EventType = Schemas["EventType"];
export type Problem = Schemas["Problem"];
export type Secret = Schemas["Secret"];
export type Statistics = Schemas["Statistics"];
export type StatisticsPoint = Schemas["StatisticsPoint"];
export type WebhookActivity = Schemas["WebhookActivity"];
export type Status = Schemas["Status"];

/** One thing that is wrong with a request: where, as an RFC 6901 pointer, and what. */
export type Fault = { pointer: string; detail: string };

/** What the service answered instead of what was asked for; status 0 where no answer came. */
export class ProblemError extends Error {
  override readonly name = "ProblemError";

  constructor(
    readonly status: number,
    readonly detail: string,
    readonly errors: Fault[] = [],
    /** Seconds to wait before the next try. */
    readonly retryAfter?: number,
  ) {
    super(detail);
  }
}

function bearer(key: string): string {
  return `Bearer ${key}`;
}

const authentication: Middleware = {
  onRequest({ request }) {
    const key = session.key();
    if (key !== null && !request.headers.has("Authorization")) {
      request.headers.set("Authorization", bearer(key));
    }
    return request;
  },
  onResponse({ request, response }) {
    const key = session.key();
    // A late answer to a request of the session before must not end this one.
    if (response.status === 401 && key !== null && request.headers.get("Authorization") === bearer(key)) {
      session.end("expired");
    }
  },
};

/** Kurier's REST API, typed by its OpenAPI document. */
export const api = createClient<paths>({
  baseUrl: window.location.origin,
  // Called by name each time, so that a test can take its place.
  fetch: (request) => globalThis.fetch(request),
});
api.use(authentication);

/** What openapi-fetch resolves to. */
type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of an answer. Throws a ProblemError where there is none, and an AbortError where nobody wants it any more. */
export async function unwrap<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (failure) {
    throw isAbort(failure) ? failure : new ProblemError(0, "");
  }
  if (!answer.response.ok) {
    throw problemOf(answer.response, answer.error);
  }
  return answer.data as T;
}

/** The problem that a response tells of; body is what could be read of it. */
export function problemOf(response: Response, body: unknown): ProblemError {
  const problem = typeof body === "object" && body !== null ? (body as Partial<Problem>) : {};
  const retryAfter = Number(response.headers.get("Retry-After") ?? Number.NaN);
  return new ProblemError(
    response.status,
    typeof problem.detail === "string" ? problem.detail : response.statusText,
    Array.isArray(problem.errors) ? problem.errors : [],
    Number.isFinite(retryAfter) ? retryAfter : undefined,
  );
}

/** Headers that authorize a request made without the client. */
export function authorization(): Record<string, string> {
  const key = session.key();
  return key === null ? {} : { Authorization: bearer(key) };
}

/** Whether the service takes this key. Throws a ProblemError where it can't tell. */
export async function isKeyTaken(key: string): Promise<boolean> {
  try {
    await unwrap(
      api.GET("/v1/webhooks", { params: { query: { limit: 1 } }, headers: { Authorization: bearer(key) } }),
    );
    return true;
  } catch (failure) {
    if (failure instanceof ProblemError && failure.status === 401) {
      return false;
    }
    throw failure;
  }
}

function isAbort(failure: unknown): boolean {
  return failure instanceof DOMException && failure.name === "AbortError";
}
