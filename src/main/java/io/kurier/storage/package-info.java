/**
 * The way to the database: guarded calls, and connections outside the pool. Seen by all packages,
 * sees only {@code problem} and {@code observe}.
 */
@NullMarked
package io.kurier.storage;

import org.jspecify.annotations.NullMarked;
