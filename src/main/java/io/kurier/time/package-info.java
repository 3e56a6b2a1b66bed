/**
 * The clock that everybody asks, and ids that carry their time. Seen by all packages, sees none.
 */
@NullMarked
package io.kurier.time;

import org.jspecify.annotations.NullMarked;
