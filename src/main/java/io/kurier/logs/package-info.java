/** What the log says, changed while the service runs. */
@NullMarked
package io.kurier.logs;

import org.jspecify.annotations.NullMarked;
