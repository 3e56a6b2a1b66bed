import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect } from "react";
import { createBrowserRouter, Navigate, RouterProvider } from "react-router";
import { createQueryClient } from "./api/queries";
import { Toasts } from "./components/Toasts";
import { session, useSession } from "./session";
import { Crash } from "./shell/Crash";
import { NotFound } from "./shell/NotFound";
import { Shell } from "./shell/Shell";
import { SignIn } from "./shell/SignIn";
import { later } from "./shell/later";

const FormPage = later(() => import("./form/FormPage"));
const WebhookPage = later(() => import("./webhook/WebhookPage"));
const ListPage = later(() => import("./list/ListPage"));
const EventsPage = later(() => import("./events/EventsPage"));
const EventTypePage = later(() => import("./events/EventTypePage"));
const EventPage = later(() => import("./events/EventPage"));
const OverviewPage = later(() => import("./overview/OverviewPage"));

const router = createBrowserRouter([
  {
    element: <Shell />,
    children: [
      {
        errorElement: <Crash />,
        children: [
          { path: "/", element: <Navigate to="/webhooks" replace /> },
          { path: "/webhooks", element: <ListPage /> },
          { path: "/webhooks/new", element: <FormPage /> },
          { path: "/webhooks/:id", element: <WebhookPage /> },
          { path: "/webhooks/:id/edit", element: <FormPage /> },
          { path: "/events", element: <EventsPage /> },
          // Not below types: a type may have any name.
          { path: "/events/new", element: <EventTypePage /> },
          { path: "/events/types/:type", element: <EventTypePage /> },
          { path: "/events/:id", element: <EventPage /> },
          { path: "/overview", element: <OverviewPage /> },
          { path: "*", element: <NotFound /> },
        ],
      },
    ],
  },
]);

const queries = createQueryClient();

/** The console: the sign-in while nobody is signed in, afterwards the page that was asked for. */
export function App() {
  const { key } = useSession();

  // What one key may see is not shown to the next.
  useEffect(() => session.subscribe(() => session.key() === null && queries.clear()), []);

  return (
    <QueryClientProvider client={queries}>
      {key === null ? (
        <SignIn />
      ) : (
        <Toasts>
          <RouterProvider router={router} />
        </Toasts>
      )}
    </QueryClientProvider>
  );
}
