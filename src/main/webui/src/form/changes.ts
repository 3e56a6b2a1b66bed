import { parseDuration } from "../format";
import { type Configuration, delaysOf } from "./values";
import { SETTINGS, type Setting } from "./words";

/** The settings in which two versions of a webhook differ, in the form's order. */
export function differences(mine: Configuration, theirs: Configuration): Setting[] {
  return SETTINGS.filter(
    (setting) =>
      JSON.stringify(comparable(setting, mine)) !== JSON.stringify(comparable(setting, theirs)),
  );
}

/** A setting in a form that is the same for whatever means the same. */
function comparable(setting: Setting, { batching, delivery, ...own }: Configuration): unknown {
  switch (setting) {
    case "name":
    case "url":
    case "status":
      return own[setting];
    case "events":
      return [...own.events].sort();
    case "batching":
      return [batching.enabled, batching.maxEvents, batching.maxBytes, parseDuration(batching.maxWait)];
    case "acknowledgement":
    case "maxInFlight":
      return delivery[setting];
    case "retry":
      return [Array.isArray(delivery.retry) ? "own" : delivery.retry, delaysOf(delivery.retry)];
    case "timeout":
      return parseDuration(delivery.timeout);
    case "headers":
      return Object.entries(own.headers).sort(([name], [other]) => (name < other ? -1 : 1));
  }
}
