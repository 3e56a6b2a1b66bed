/**
 * Says what is wrong: every error leaves the service as an RFC 9457 problem document. Seen by all
 * packages, sees only {@code observe}.
 */
@NullMarked
package io.kurier.problem;

import org.jspecify.annotations.NullMarked;
