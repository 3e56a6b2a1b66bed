package io.kurier.event;

import io.kurier.support.AwaitReady;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Own event types, of the packaged service. */
@QuarkusIntegrationTest
@ExtendWith(AwaitReady.class)
class EventTypeResourceIT extends EventTypeResourceTest {}
