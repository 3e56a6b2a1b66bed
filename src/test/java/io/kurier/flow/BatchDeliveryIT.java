package io.kurier.flow;

import io.kurier.support.AwaitReady;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Batches, of the packaged service. */
@QuarkusIntegrationTest
@ExtendWith(AwaitReady.class)
class BatchDeliveryIT extends BatchDeliveryTest {}
