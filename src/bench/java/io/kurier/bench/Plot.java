package io.kurier.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A picture of a few points: a line over a logarithmic axis, from zero up. */
final class Plot {

  private static final int WIDTH = 560;
  private static final int HEIGHT = 300;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 40;
  private static final int BOTTOM = 50;
  private static final int GRID = 4;

  /** What was measured at a place of the axis, greater than zero. */
  record Point(double x, double y) {}

  private Plot() {}

  /** Writes it as SVG. */
  static void write(Path file, String title, String axis, List<Point> points) throws IOException {
    double last = Math.log(points.getLast().x());
    double first = Math.log(points.getFirst().x());
    double top = rounded(points.stream().mapToDouble(Point::y).max().orElse(1));
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"12\">\n"
            .formatted(WIDTH, HEIGHT));
    svg.append("<rect width=\"100%\" height=\"100%\" fill=\"#fff\"/>\n");
    text(svg, LEFT, TOP / 2.0 + 5, "start", title);
    text(svg, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 10.0, "middle", axis);
    for (int i = 0; i <= GRID; i++) {
      double y = y(top * i / GRID, top);
      svg.append("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>%n".formatted(LEFT, y, WIDTH - RIGHT));
      text(svg, LEFT - 8.0, y + 4, "end", "%,.0f".formatted(top * i / GRID));
    }
    StringBuilder path = new StringBuilder();
    for (Point point : points) {
      double x =
          LEFT
              + (last == first ? 0.5 : (Math.log(point.x()) - first) / (last - first))
                  * (WIDTH - LEFT - RIGHT);
      path.append(path.isEmpty() ? 'M' : 'L').append("%.1f %.1f".formatted(x, y(point.y(), top)));
      svg.append(
          "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3\" fill=\"#06c\"/>%n"
              .formatted(x, y(point.y(), top)));
      text(svg, x, HEIGHT - BOTTOM + 18.0, "middle", "%,.0f".formatted(point.x()));
    }
    svg.append("<path d=\"%s\" fill=\"none\" stroke=\"#06c\"/>%n</svg>%n".formatted(path));
    Files.writeString(file, svg);
  }

  private static double y(double value, double top) {
    return HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
  }

  /** The next of 1, 2, 4, 8 and 10 times a power of ten. */
  private static double rounded(double most) {
    double power = Math.pow(10, Math.floor(Math.log10(most)));
    for (double step : new double[] {1, 2, 4, 8}) {
      if (step * power >= most) {
        return step * power;
      }
    }
    return 10 * power;
  }

  private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
    svg.append(
        "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n".formatted(x, y, anchor, text));
  }
}
