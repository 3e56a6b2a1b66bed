/** What is served beside the API, without a key: the web console, and the API's description. */
@NullMarked
package io.kurier.console;

import org.jspecify.annotations.NullMarked;
