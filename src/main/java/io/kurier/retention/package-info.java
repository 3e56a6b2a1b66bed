/** Partitions made ahead of time and dropped by age. */
@NullMarked
package io.kurier.retention;

import org.jspecify.annotations.NullMarked;
