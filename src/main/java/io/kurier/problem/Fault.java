package io.kurier.problem;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer RFC 6901 pointer to the member, {@code ""} for the whole document; of a header or
 *     a query parameter its name
 * @param detail what is wrong and what would be right, in one sentence
 */
public record Fault(String pointer, String detail) {}
