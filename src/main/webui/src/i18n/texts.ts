import commonDe from "./de/common.json";
import eventsDe from "./de/events.json";
import formDe from "./de/form.json";
import listDe from "./de/list.json";
import overviewDe from "./de/overview.json";
import webhookDe from "./de/webhook.json";
import commonEn from "./en/common.json";
import eventsEn from "./en/events.json";
import formEn from "./en/form.json";
import listEn from "./en/list.json";
import overviewEn from "./en/overview.json";
import webhookEn from "./en/webhook.json";

/** Each page has a file of its own; a key begins with its name: `list.title` is `title` in list.json. */
export const de = {
  common: commonDe,
  events: eventsDe,
  form: formDe,
  list: listDe,
  overview: overviewDe,
  webhook: webhookDe,
};

export const en = {
  common: commonEn,
  events: eventsEn,
  form: formEn,
  list: listEn,
  overview: overviewEn,
  webhook: webhookEn,
};
