/** What comes in: events are read, matched with the webhooks, kept, and offered for delivery. */
@NullMarked
package io.kurier.event;

import org.jspecify.annotations.NullMarked;
