package io.kurier.logs;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How much a category of the log says.
 *
 * @param configured null where it follows the category above it
 */
@Schema(name = "LogLevel", description = "How much a category of the log says.")
record LogLevelView(
    @Schema(required = true, description = "A package or a class; 'root' is above all.")
        String category,
    @Schema(required = true, examples = "DEBUG") String level,
    @Schema(
            required = true,
            nullable = true,
            description =
                "What it says without the change; null where it follows the category above it.")
        @Nullable String configured,
    @Schema(required = true, description = "Whether it was changed while this node runs.")
        boolean changed) {

  /** Those of one node. */
  @Schema(name = "LogLevels", description = "The levels of the node that answers.")
  record All(@Schema(required = true, description = "By name.") List<LogLevelView> items) {}
}
