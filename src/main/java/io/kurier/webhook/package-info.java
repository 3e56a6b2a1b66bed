/** What a customer configures: name, URL, events, status, batching, delivery, headers, secrets. */
@NullMarked
package io.kurier.webhook;

import org.jspecify.annotations.NullMarked;
