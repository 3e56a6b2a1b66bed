package io.kurier.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;

/** How JSON that others wrote is read, whatever is read of it. */
public final class ForeignJson {

  private ForeignJson() {}

  /**
   * A factory that takes bytes for UTF-8 (RFC 8259 section 8.1), and does not guess from NULs among
   * them that they are UTF-16 or UTF-32: of those Jackson knows no byte offsets. Names of members
   * are not interned, since there is no end of them: a native image never frees an interned string.
   */
  public static JsonFactoryBuilder factory() {
    return new JsonFactoryBuilder()
        .disable(JsonFactory.Feature.CHARSET_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES);
  }
}
