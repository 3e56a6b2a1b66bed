package io.kurier.start;

import io.kurier.support.AwaitReady;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Probes, metrics, the description of the interface, of the packaged service. */
@QuarkusIntegrationTest
@ExtendWith(AwaitReady.class)
class StartIT extends StartTest {}
