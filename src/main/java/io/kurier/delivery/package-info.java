/** Sending, judging and recording, and finding again what is due. */
@NullMarked
package io.kurier.delivery;

import org.jspecify.annotations.NullMarked;
