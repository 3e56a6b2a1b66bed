package io.kurier.observe;

import java.time.Duration;

/**
 * How the work of the whole cluster stands.
 *
 * @param open deliveries that are open, about
 * @param oldestDue for how long the oldest due delivery waits that no node holds
 * @param oldestDeliverable the same among webhooks that are active and acknowledge, so that only
 *     the service itself can be what it waits for
 * @param failingWebhooks webhooks that do not acknowledge
 * @param suspendedWebhooks webhooks that were given up
 */
public record ClusterWork(
    long open,
    Duration oldestDue,
    Duration oldestDeliverable,
    int failingWebhooks,
    int suspendedWebhooks) {}
