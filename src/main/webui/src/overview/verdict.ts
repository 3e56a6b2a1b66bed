import type { Status } from "../api/client";

/** What an operator is told first. */
export type Verdict = "flowing" | "idle" | "troubled" | "late";

/** What is due is sent at once: whatever waits for so long is held up. */
const LATE_AFTER = 60_000;

/**
 * Whether deliveries flow. Troubled: single receivers are out of order, which hurts only themselves; what is due for them
 * waits. Late: something else that is due waits, since its webhook is paused or the service can't keep up. Idle: nothing
 * comes in and nothing waits.
 */
export function verdictOf(status: Status, now: number): Verdict {
  if (status.failingWebhooks > 0 || status.suspendedWebhooks > 0) {
    return "troubled";
  }
  if (isLate(status.oldestDueAt, now)) {
    return "late";
  }
  return status.acceptedPerSecond === 0 && status.acknowledgedPerSecond === 0 && status.openDeliveries === 0
    ? "idle"
    : "flowing";
}

/** Whether the delivery that waits longest should have been sent long ago. */
export function isLate(oldestDueAt: string | null, now: number): boolean {
  return oldestDueAt !== null && now - Date.parse(oldestDueAt) > LATE_AFTER;
}

/** A node beats every 3 s; after 15 s others take its work. */
const SILENT_AFTER = 15_000;

/** Whether a node has not been heard of for too long. */
export function isSilent(heartbeatAt: string, now: number): boolean {
  return now - Date.parse(heartbeatAt) > SILENT_AFTER;
}
