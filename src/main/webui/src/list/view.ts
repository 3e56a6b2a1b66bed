import type { Health, Webhook, WebhookStatus } from "../api/client";
import { includes } from "../form/events";

export const ANY = "any";

export const SORTS = ["created", "name", "status", "health"] as const;

export type SortBy = (typeof SORTS)[number];

const SIZES: readonly number[] = [20, 50, 100];
const STATUSES: readonly string[] = ["active", "inactive"];
const HEALTHS: readonly string[] = ["ok", "failing", "suspended"];

/** What of the list is shown, and in which order; kept in the address. */
export type View = {
  q: string;
  status: WebhookStatus | typeof ANY;
  health: Health["state"] | typeof ANY;
  /** An event type, or ANY. */
  event: string;
  sort: SortBy;
  descending: boolean;
  /** From one. */
  page: number;
  size: number;
};

/** The newest first, as the API lists them. */
export const WHOLE_LIST: View = {
  q: "",
  status: ANY,
  health: ANY,
  event: ANY,
  sort: "created",
  descending: true,
  page: 1,
  size: 20,
};

/** The view that an address names; what makes no sense is left out. */
export function readView(params: URLSearchParams): View {
  const oneOf = <T extends string>(name: string, values: readonly string[]): T | typeof ANY => {
    const value = params.get(name);
    return value !== null && values.includes(value) ? (value as T) : ANY;
  };
  const number = (name: string) => Number.parseInt(params.get(name) ?? "", 10);
  const order = params.get("sort") ?? "";
  const sort = SORTS.find((one) => one === order.replace(/^-/, ""));
  return {
    q: params.get("q") ?? "",
    status: oneOf("status", STATUSES),
    health: oneOf("health", HEALTHS),
    event: params.get("event") ?? ANY,
    sort: sort ?? WHOLE_LIST.sort,
    descending: sort === undefined ? WHOLE_LIST.descending : order.startsWith("-"),
    page: Math.max(1, number("page") || 1),
    size: SIZES.find((size) => size === number("size")) ?? WHOLE_LIST.size,
  };
}

/** The part of the address that names a view; empty for the whole list. */
export function writeView(view: View): URLSearchParams {
  const params = new URLSearchParams();
  const put = (name: string, value: string, usual: string) => {
    if (value !== usual) {
      params.set(name, value);
    }
  };
  put("q", view.q, "");
  put("status", view.status, ANY);
  put("health", view.health, ANY);
  put("event", view.event, ANY);
  put("sort", `${view.descending ? "-" : ""}${view.sort}`, "-created");
  put("page", String(view.page), "1");
  put("size", String(view.size), String(WHOLE_LIST.size));
  return params;
}

/** Whether webhooks are left out. */
export function isFiltered({ q, status, health, event }: View): boolean {
  return q.trim() !== "" || status !== ANY || health !== ANY || event !== ANY;
}

/** The webhooks of all pages of a view, in its order. */
export function chosen(webhooks: readonly Webhook[], view: View, locale: string): Webhook[] {
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: "base" });
  const needle = view.q.trim().toLowerCase();
  const compare = (a: Webhook, b: Webhook) => order(a, b, view.sort, collator) || collator.compare(a.name, b.name);
  return webhooks
    .filter(
      ({ name, url, status, health, events }) =>
        (needle === "" || name.toLowerCase().includes(needle) || url.toLowerCase().includes(needle)) &&
        (view.status === ANY || status === view.status) &&
        (view.health === ANY || health.state === view.health) &&
        (view.event === ANY || includes(events, view.event)),
    )
    .sort((a, b) => (view.descending ? compare(b, a) : compare(a, b)));
}

function order(a: Webhook, b: Webhook, sort: SortBy, collator: Intl.Collator): number {
  switch (sort) {
    case "created":
      return a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : 0;
    case "name":
      return collator.compare(a.name, b.name);
    case "status":
      return STATUSES.indexOf(a.status) - STATUSES.indexOf(b.status);
    case "health":
      // Whoever sorts by health looks for trouble: the worst is the first.
      return HEALTHS.indexOf(b.health.state) - HEALTHS.indexOf(a.health.state);
  }
}

/** The page that is shown of so many: the last one where there are fewer now. */
export function pageOf<T>(items: readonly T[], view: View): { page: number; rows: T[] } {
  const page = Math.max(1, Math.min(view.page, Math.ceil(items.length / view.size)));
  return { page, rows: items.slice((page - 1) * view.size, page * view.size) };
}
