/**
 * Waiting together: one buffer per webhook cuts what waits into batches by count, bytes and time.
 */
@NullMarked
package io.kurier.batch;

import org.jspecify.annotations.NullMarked;
