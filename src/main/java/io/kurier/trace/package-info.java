/**
 * Traces of what becomes of an event, for OpenTelemetry. The only place that knows it; off unless
 * it is switched on. Seen by all packages, sees none.
 */
@NullMarked
package io.kurier.trace;

import org.jspecify.annotations.NullMarked;
