/** The web console: what the service does for it beside serving its files. */
@NullMarked
package io.kurier.console;

import org.jspecify.annotations.NullMarked;
