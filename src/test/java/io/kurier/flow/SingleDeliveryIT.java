package io.kurier.flow;

import io.kurier.support.AwaitReady;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Single requests, of the packaged service. */
@QuarkusIntegrationTest
@ExtendWith(AwaitReady.class)
class SingleDeliveryIT extends SingleDeliveryTest {}
