/** Looking back: what became of an event, what a receiver answered; and sending again. */
@NullMarked
package io.kurier.history;

import org.jspecify.annotations.NullMarked;
