/** Fair shares of what a node has a bounded amount of, by account and by webhook. */
@NullMarked
package io.kurier.share;

import org.jspecify.annotations.NullMarked;
