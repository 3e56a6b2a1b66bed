package io.kurier.problem;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer RFC 6901 pointer to the member, {@code ""} for the whole document; of a header or
 *     a query parameter its name
 * @param detail what is wrong and what would be right, in one sentence
 */
@Schema(description = "One thing that is wrong with a request.")
public record Fault(
    @Schema(
            required = true,
            description =
                "RFC 6901 pointer to the member, empty for the whole document; of a header or a query"
                    + " parameter its name.",
            examples = "/batching/maxEvents")
        String pointer,
    @Schema(required = true, description = "What is wrong and what would be right.")
        String detail) {}
