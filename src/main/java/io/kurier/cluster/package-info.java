/** The nodes that share one database, and how each knows that it is still one of them. */
@NullMarked
package io.kurier.cluster;

import org.jspecify.annotations.NullMarked;
