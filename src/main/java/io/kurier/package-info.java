/** Kurier delivers webhooks. Each package below is a thing that a user could name. */
@NullMarked
package io.kurier;

import org.jspecify.annotations.NullMarked;
