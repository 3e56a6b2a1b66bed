/** From a POST to a delivery, end to end. */
@NullMarked
package io.kurier.flow;

import org.jspecify.annotations.NullMarked;
