/** Starting and stopping: settings, the embedded database, migrations, readiness, draining. */
@NullMarked
package io.kurier.start;

import org.jspecify.annotations.NullMarked;
