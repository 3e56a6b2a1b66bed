package io.kurier.flow;

import io.kurier.support.AwaitReady;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events in all media types, of the packaged service. */
@QuarkusIntegrationTest
@ExtendWith(AwaitReady.class)
class IntakeIT extends IntakeTest {}
