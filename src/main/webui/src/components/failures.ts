import { ProblemError } from "../api/client";

export type FailureKind = "offline" | "unreachable" | "notFound" | "busy" | "other";

/** What a failure comes to for whoever looks at the page. */
export function kindOf(failure: unknown, online: boolean): FailureKind {
  if (!(failure instanceof ProblemError)) {
    return "other";
  }
  if (failure.status === 0) {
    return online ? "unreachable" : "offline";
  }
  if (failure.status === 404) {
    return "notFound";
  }
  return failure.status === 429 || failure.status === 503 ? "busy" : "other";
}

/** The service's own words, if it found any: those of its problem document. */
export function detailOf(failure: unknown): string {
  if (!(failure instanceof ProblemError)) {
    return failure instanceof Error ? failure.message : "";
  }
  const faults = failure.errors.map(({ pointer, detail }) => (pointer === "" ? detail : `${pointer}: ${detail}`));
  return faults.length > 0 ? faults.join("; ") : failure.detail;
}
