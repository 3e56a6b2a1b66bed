package io.kurier.console;

import io.kurier.support.AwaitReady;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** The OpenAPI document of the packaged service. */
@QuarkusIntegrationTest
@ExtendWith(AwaitReady.class)
class ContractIT extends ContractTest {}
