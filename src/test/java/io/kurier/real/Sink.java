package io.kurier.real;

import io.kurier.support.KeyStoreFile;
import java.nio.file.Path;

/**
 * Where producers post their events.
 *
 * @param plain its URL
 * @param secure its URL over TLS
 * @param key the API key
 * @param certificate what producers trust
 * @param keyStore the same for Java
 */
record Sink(String plain, String secure, String key, Path certificate, KeyStoreFile keyStore) {}
