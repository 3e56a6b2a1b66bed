// @vitest-environment happy-dom
import { QueryClientProvider } from "@tanstack/react-query";
import { cleanup, fireEvent, render, screen, waitFor, within } from "@testing-library/react";
import { useState, type ReactNode } from "react";
import { createMemoryRouter, Link, RouterProvider } from "react-router";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ProblemError, type EventType } from "./api/client";
import { eventTypesKey } from "./api/eventTypes";
import { createQueryClient } from "./api/queries";
import { ConfirmDialog } from "./components/ConfirmDialog";
import { UnsavedGuard } from "./components/UnsavedGuard";
import { ConflictDialog } from "./form/ConflictDialog";
import { EventPicker } from "./form/EventPicker";
import { HeaderFields } from "./form/HeaderFields";
import { useWebhookForm } from "./form/useWebhookForm";
import { type Configuration, emptyValues, type FormValues, valuesOf } from "./form/values";
import i18n from "./i18n";
import type { LogFilters } from "./webhook/log/filters";
import { LogFilterBar } from "./webhook/log/LogFilterBar";

const STORED: Configuration = {
  name: "orders",
  url: "https://example.com/hook?secret=***",
  events: ["contact_added"],
  status: "active",
  batching: { enabled: false, maxEvents: 100, maxBytes: 1_048_576, maxWait: "PT1S" },
  delivery: { acknowledgement: "status", retry: "standard", timeout: "PT5S", maxInFlight: 32 },
  headers: { "X-Tenant": null },
};

function type(name: string, label: string): EventType {
  return { type: name, builtIn: true, labels: { de: label, en: label }, enforce: false } as EventType;
}

const TYPES = [type("contact_added", "Contact subscribed"), type("contact_moved", "Contact moved")];

function show(content: ReactNode) {
  const queries = createQueryClient();
  queries.setQueryData(eventTypesKey, TYPES);
  const router = createMemoryRouter([
    { path: "/", element: content },
    { path: "/elsewhere", element: <p>elsewhere</p> },
  ]);
  render(
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>,
  );
}

function button(name: string): HTMLElement {
  return screen.getByRole("button", { name });
}

beforeAll(() => i18n.changeLanguage("en"));

afterEach(cleanup);

describe("a question before something is done", () => {
  it("closes once it is done", async () => {
    const onClose = vi.fn();
    show(<ConfirmDialog title="Delete?" body="" confirm="Delete" onConfirm={() => Promise.resolve()} onClose={onClose} />);
    fireEvent.click(button("Delete"));
    await waitFor(() => expect(onClose).toHaveBeenCalledOnce());
  });

  it("stays and says why where it fails", async () => {
    const onClose = vi.fn();
    const refused = () => Promise.reject(new ProblemError(503, "The database does not answer."));
    show(<ConfirmDialog title="Delete?" body="" confirm="Delete" onConfirm={refused} onClose={onClose} />);
    fireEvent.click(button("Delete"));
    await screen.findByText("The database does not answer.");
    expect(onClose).not.toHaveBeenCalled();
    expect(button("Delete").hasAttribute("disabled")).toBe(false);
  });
});

describe("what was typed and not saved", () => {
  it("is asked about before a link leads away, and can be kept", async () => {
    show(
      <>
        <UnsavedGuard isUnsaved={() => true} />
        <Link to="/elsewhere">Away</Link>
      </>,
    );
    fireEvent.click(screen.getByText("Away"));
    fireEvent.click(await screen.findByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.queryByText("elsewhere")).toBeNull();
    fireEvent.click(screen.getByText("Away"));
    fireEvent.click(await screen.findByRole("button", { name: "Leave the page" }));
    await screen.findByText("elsewhere");
  });
});

describe("two versions of a webhook", () => {
  it("are shown where they differ, and one is chosen", () => {
    const onTakeTheirs = vi.fn();
    const theirs = { ...STORED, name: "invoices", status: "inactive" as const };
    show(
      <ConflictDialog mine={STORED} theirs={theirs} onKeepMine={vi.fn()} onTakeTheirs={onTakeTheirs} onClose={vi.fn()} />,
    );
    const rows = within(screen.getByRole("grid")).getAllByRole("row").slice(1);
    expect(rows.map((row) => row.textContent)).toEqual(["Nameordersinvoices", "StatusActiveInactive"]);
    fireEvent.click(button("Take the saved version"));
    expect(onTakeTheirs).toHaveBeenCalledOnce();
  });

  it("may differ in what is not shown", () => {
    const theirs = { ...STORED, url: "https://example.com/hook?secret=xyz" };
    const mine = { ...STORED, url: "https://example.com/hook?secret=abc" };
    show(<ConflictDialog mine={mine} theirs={theirs} onKeepMine={vi.fn()} onTakeTheirs={vi.fn()} onClose={vi.fn()} />);
    expect(screen.getByText(/differs in values that are not shown/)).toBeDefined();
    expect(document.body.textContent).not.toContain("xyz");
  });
});

function Form({ initial, part }: { initial: FormValues; part: "events" | "headers" }) {
  const { state } = useWebhookForm(initial, undefined, true);
  return (
    <>
      {part === "events" ? <EventPicker types={TYPES} {...state} /> : <HeaderFields {...state} />}
      <output>{JSON.stringify(state.values)}</output>
    </>
  );
}

function values(): FormValues {
  return JSON.parse(screen.getAllByRole("status").find(({ tagName }) => tagName === "OUTPUT")?.textContent ?? "") as FormValues;
}

describe("the events of a webhook", () => {
  it("that a pattern includes are checked, and can't be chosen one by one", () => {
    show(<Form initial={emptyValues()} part="events" />);
    const moved = () => screen.getByRole<HTMLInputElement>("checkbox", { name: "Contact moved" });
    fireEvent.click(moved());
    expect(values().events).toEqual(["contact_moved"]);
    fireEvent.click(screen.getByRole("checkbox", { name: "All contact events" }));
    expect(moved().checked).toBe(true);
    expect(moved().disabled).toBe(true);
    fireEvent.click(screen.getByRole("checkbox", { name: "All contact events" }));
    expect(moved().disabled).toBe(false);
  });
});

describe("a stored header", () => {
  it("keeps its value until it is replaced", () => {
    show(<Form initial={valuesOf(STORED)} part="headers" />);
    expect(screen.queryByLabelText("Value")).toBeNull();
    fireEvent.click(button("Replace: the value of X-Tenant"));
    fireEvent.change(screen.getByLabelText("Value"), { target: { value: "seven" } });
    expect(values().headers).toMatchObject([{ name: "X-Tenant", value: "seven", kept: false }]);
    fireEvent.click(button("Remove header X-Tenant"));
    expect(values().headers).toEqual([]);
  });
});

function Filters({ first }: { first: LogFilters }) {
  const [filters, setFilters] = useState(first);
  return (
    <>
      <LogFilterBar filters={filters} types={TYPES} onChange={setFilters} />
      <output>{JSON.stringify(filters)}</output>
    </>
  );
}

async function choose(menu: string, option: string) {
  fireEvent.click(screen.getByRole("button", { name: new RegExp(`^${menu}: `) }));
  fireEvent.click(await screen.findByRole("option", { name: option }));
}

describe("the filters of the log", () => {
  it("begin a span of time that ends now", async () => {
    show(<Filters first={{}} />);
    expect(screen.queryByLabelText("From")).toBeNull();
    await choose("Time", "last hour");
    const { since, until } = values() as LogFilters;
    expect(Date.now() - Date.parse(since ?? "")).toBeLessThan(3_700_000);
    expect(until).toBeUndefined();
    expect(screen.queryByLabelText("From")).toBeNull();
    fireEvent.click(button("Clear filters"));
    expect(values()).toEqual({});
    expect(button("Time: Any")).toBeDefined();
  });

  it("show the times that an address came with", () => {
    show(<Filters first={{ since: "2026-03-02T08:14:00.000Z" }} />);
    expect(screen.getByLabelText<HTMLInputElement>("From").value).not.toBe("");
    expect(screen.getByLabelText<HTMLInputElement>("To").value).toBe("");
  });
});
