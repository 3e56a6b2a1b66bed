/**
 * The way to the database: guarded calls, and connections outside the pool. Seen by all packages,
 * sees only {@code problem}.
 */
@NullMarked
package io.kurier.storage;

import org.jspecify.annotations.NullMarked;
