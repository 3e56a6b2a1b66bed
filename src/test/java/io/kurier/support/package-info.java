/** What tests share: a database, a receiver that can be scripted, a clock that can be set. */
@NullMarked
package io.kurier.support;

import org.jspecify.annotations.NullMarked;
