/** Connections, from the moment at which they are accepted to the first request. */
@NullMarked
package io.kurier.network;

import org.jspecify.annotations.NullMarked;
