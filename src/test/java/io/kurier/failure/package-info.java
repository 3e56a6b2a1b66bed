/** Failures, played for real and counted. */
@NullMarked
package io.kurier.failure;

import org.jspecify.annotations.NullMarked;
