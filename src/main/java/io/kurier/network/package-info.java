/**
 * Who is connected: how many sockets are taken, from whom, and for how long one may say nothing
 * whole. All of it is decided before the first byte is understood.
 */
@NullMarked
package io.kurier.network;

import org.jspecify.annotations.NullMarked;
