package io.kurier.flow;

import io.kurier.support.AwaitReady;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** What receivers answer, of the packaged service. */
@QuarkusIntegrationTest
@ExtendWith(AwaitReady.class)
class VerdictIT extends VerdictTest {}
