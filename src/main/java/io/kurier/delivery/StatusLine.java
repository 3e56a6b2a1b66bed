package io.kurier.delivery;

/**
 * The first line of an HTTP/1.x answer (RFC 9112 section 4), as leniently as curl reads it: the
 * reason may be missing.
 *
 * @param minor the version's second digit
 * @param status from 100 to 599 (RFC 9110 section 15)
 */
record StatusLine(int minor, int status) {

  static final String BEGINNING = "HTTP/1.";
  private static final int LONGEST_QUOTE = 12;

  /**
   * Reads a line without its end.
   *
   * @throws BrokenAnswer if it is no status line
   */
  static StatusLine parse(String line) throws BrokenAnswer {
    int version = BEGINNING.length();
    if (!line.startsWith(BEGINNING)
        || line.length() < version + 2
        || !isDigit(line.charAt(version))
        || !isBlank(line.charAt(version + 1))) {
      throw BrokenAnswer.startless("The answer does not start with an HTTP/1.1 status line.");
    }
    int start = version + 1;
    while (start < line.length() && isBlank(line.charAt(start))) {
      start++;
    }
    int end = start;
    while (end < line.length() && isDigit(line.charAt(end))) {
      end++;
    }
    if (end == start || (end < line.length() && !isBlank(line.charAt(end)))) {
      throw new BrokenAnswer("The answer's status is not a number.", null);
    }
    String digits = line.substring(start, end);
    if (digits.length() != 3 || !HttpStatus.isOne(Integer.parseInt(digits))) {
      throw new BrokenAnswer(
          HttpStatus.complaint(digits.substring(0, Math.min(LONGEST_QUOTE, digits.length()))),
          null);
    }
    return new StatusLine(line.charAt(version) - '0', Integer.parseInt(digits));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
