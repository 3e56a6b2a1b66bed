package io.kurier.webhook;

import io.kurier.support.AwaitReady;
import io.quarkus.test.junit.QuarkusIntegrationTest;
import org.junit.jupiter.api.extension.ExtendWith;

/** Webhooks, of the packaged service. */
@QuarkusIntegrationTest
@ExtendWith(AwaitReady.class)
class WebhookResourceIT extends WebhookResourceTest {}
