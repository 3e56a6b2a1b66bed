/** What is counted and measured. Seen by all packages, sees none. */
@NullMarked
package io.kurier.observe;

import org.jspecify.annotations.NullMarked;
