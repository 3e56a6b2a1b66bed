package io.kurier.kubernetes;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PromQL expression as far as a test has to know it: what it selects. It refuses what is not
 * balanced, functions that Prometheus does not have, and what can't stand in an expression at all.
 *
 * @param selectors in their order
 */
record PromQl(List<Selector> selectors) {

  /** A metric with conditions on its labels. */
  record Selector(String metric, List<Condition> conditions) {}

  /** A condition on a label; the operator is one of {@code = != =~ !~}. */
  record Condition(String label, String operator, String value) {}

  private static final Pattern TOKEN =
      Pattern.compile(
          """
          (?<space>\\s+)\
          |(?<text>"(?:[^"\\\\]|\\\\.)*")\
          |(?<range>\\[[^\\]]*\\])\
          |(?<number>[0-9]+(?:\\.[0-9]+)?(?:e[0-9]+)?)(?<unit>ms|[smhdwy])?\
          |(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)\
          |(?<sign>=~|!~|!=|==|<=|>=|[-+*/%^<>=(){},@])""");

  private static final Pattern RANGE =
      Pattern.compile("\\[(?:[0-9]+(?:ms|[smhdwy])|\\$__rate_interval)(?::(?:[0-9]+[smh])?)?\\]");

  private static final Set<String> GROUPING =
      Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

  private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool");

  /** Those that the manifests may use, of Prometheus' querying/functions and querying/operators. */
  private static final Set<String> FUNCTIONS =
      Set.of(
          "abs",
          "absent",
          "avg",
          "changes",
          "count",
          "delta",
          "deriv",
          "histogram_quantile",
          "increase",
          "max",
          "max_over_time",
          "min",
          "min_over_time",
          "rate",
          "sum",
          "topk");

  /** Reads an expression; fails where it is none. */
  static PromQl parse(String expression) {
    return new Parser(expression).parse();
  }

  private static final class Parser {

    private final String expression;
    private final List<String> tokens = new ArrayList<>();
    private final List<Selector> selectors = new ArrayList<>();
    private int at;

    Parser(String expression) {
      this.expression = expression;
      Matcher matcher = TOKEN.matcher(expression);
      int end = 0;
      while (end < expression.length()) {
        if (!matcher.find() || matcher.start() != end) {
          throw wrong("can't be read from '" + expression.substring(end) + "' on");
        }
        end = matcher.end();
        if (matcher.group("space") == null) {
          tokens.add(matcher.group());
        }
      }
    }

    PromQl parse() {
      Deque<String> open = new ArrayDeque<>();
      while (at < tokens.size()) {
        String token = tokens.get(at++);
        if (token.equals("(")) {
          open.push(token);
        } else if (token.equals(")")) {
          if (open.isEmpty()) {
            throw wrong("has a ) too many");
          }
          open.pop();
        } else if (token.startsWith("[")) {
          if (!RANGE.matcher(token).matches()) {
            throw wrong("has the range " + token);
          }
        } else if (token.equals("{") || token.equals("}")) {
          throw wrong("has conditions without a metric");
        } else if (Character.isLetter(token.charAt(0)) || token.charAt(0) == '_') {
          name(token);
        }
      }
      if (!open.isEmpty()) {
        throw wrong("has a ( too many");
      }
      return new PromQl(List.copyOf(selectors));
    }

    private void name(String name) {
      if (GROUPING.contains(name)) {
        if (peek("(")) {
          at = tokens.subList(at, tokens.size()).indexOf(")") + at + 1;
        }
      } else if (FUNCTIONS.contains(name)) {
        if (!peek("(") && !GROUPING.contains(tokens.get(at))) {
          throw wrong("does not call " + name);
        }
      } else if (WORDS.contains(name)) {
        return;
      } else if (peek("(")) {
        throw wrong("calls " + name + ", which is no function that is known");
      } else {
        selectors.add(new Selector(name, conditions()));
      }
    }

    private List<Condition> conditions() {
      List<Condition> conditions = new ArrayList<>();
      if (!peek("{")) {
        return conditions;
      }
      at++;
      while (!peek("}")) {
        if (at + 3 > tokens.size() || !tokens.get(at + 2).startsWith("\"")) {
          throw wrong("has a condition that is none");
        }
        String text = tokens.get(at + 2);
        conditions.add(
            new Condition(
                tokens.get(at), tokens.get(at + 1), text.substring(1, text.length() - 1)));
        at += 3;
        if (peek(",")) {
          at++;
        }
      }
      at++;
      return conditions;
    }

    private boolean peek(String token) {
      return at < tokens.size() && tokens.get(at).equals(token);
    }

    private AssertionError wrong(String what) {
      return new AssertionError(expression.strip() + " " + what);
    }
  }
}
