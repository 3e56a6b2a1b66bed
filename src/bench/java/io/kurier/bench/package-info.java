/**
 * The benchmark: the packaged service under load, and in the same run what the machine could do at
 * best. Each part runs in a process of its own, so that its cost can be told.
 */
@NullMarked
package io.kurier.bench;

import org.jspecify.annotations.NullMarked;
