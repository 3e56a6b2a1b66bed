/**
 * Lists in pages: what a client asks for, and where a page ends. Seen by all packages, sees only
 * {@code problem}.
 */
@NullMarked
package io.kurier.paging;

import org.jspecify.annotations.NullMarked;
