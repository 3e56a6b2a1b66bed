/** Who may do what. */
@NullMarked
package io.kurier.account;

import org.jspecify.annotations.NullMarked;
