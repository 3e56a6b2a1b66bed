package io.kurier.network;

import io.kurier.support.AwaitReady;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever asks the packaged service for another protocol. */
@QuarkusIntegrationTest
@ExtendWith(AwaitReady.class)
class IgnoredUpgradeIT extends IgnoredUpgradeTest {}
