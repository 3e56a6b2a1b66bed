/**
 * What makes the first minute easy: a receiver that shows what it got, and two sample webhooks that
 * point at it. Only in dev mode (the receiver in tests too); nothing of it is in a production
 * build.
 */
@NullMarked
package io.kurier.dev;

import org.jspecify.annotations.NullMarked;
