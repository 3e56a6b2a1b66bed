import { lazy, type ComponentType } from "react";

/** A page whose script is loaded when somebody goes there. A failed load is tried once more. */
export function later(load: () => Promise<{ default: ComponentType }>) {
  return lazy(() => load().catch(load));
}
