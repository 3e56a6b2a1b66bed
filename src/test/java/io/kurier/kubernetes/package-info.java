/** The manifests, alerts, dashboard and images, checked without a cluster. */
@NullMarked
package io.kurier.kubernetes;

import org.jspecify.annotations.NullMarked;
