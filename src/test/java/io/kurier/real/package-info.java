/** Ordinary software, as it is installed: receivers and producers that Kurier's users have. */
@NullMarked
package io.kurier.real;

import org.jspecify.annotations.NullMarked;
