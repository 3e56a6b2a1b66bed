/** How deliveries go: counted by webhook and minute, hour, day; and what the nodes do. */
@NullMarked
package io.kurier.statistics;

import org.jspecify.annotations.NullMarked;
