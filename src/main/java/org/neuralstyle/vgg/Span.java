package org.neuralstyle.vgg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * A rectangle of positions under a guide. Guides are divided into such rectangles, since most
 * factors are 0 or 1, and features need not be multiplied by them.
 *
 * @param at the positions
 * @param whole whether all factors are 1
 */
public record Span(Positions at, boolean whole) {

  /** Rows that are divided alike. With more, spans take in more zeros; with less, they are many. */
  private static final int ROWS = 8;

  /** Columns of zeros for which a span ends; those of ones begin and end at multiples of them. */
  private static final int COLUMNS = 16;

  /** Positions of which copies of features stay in the cache. */
  private static final int PIECE = 4096;

  /**
   * Divides a guide.
   *
   * @param factors in 0..1, row by row
   * @param columns how many are in a row
   * @return rectangles that have nothing in common, and outside of which all factors are 0
   */
  public static List<Span> of(float[] factors, int columns) {
    List<Span> spans = new ArrayList<>();
    List<Span> last = List.of();
    int rows = factors.length / columns;
    for (int top = 0; top < rows; top += ROWS) {
      List<Span> above = last;
      List<Span> strip = strip(factors, columns, top, Math.min(rows, top + ROWS));
      above.stream().filter(span -> strip.stream().noneMatch(span::isAbove)).forEach(spans::add);
      strip.replaceAll(
          span ->
              above.stream().filter(s -> s.isAbove(span)).map(span::joined).findAny().orElse(span));
      last = strip;
    }
    spans.addAll(last);
    return List.copyOf(spans);
  }

  private static List<Span> strip(float[] factors, int columns, int top, int bottom) {
    float[] least = new float[columns];
    float[] most = new float[columns];
    Arrays.fill(least, 1);
    for (int i = top * columns; i < bottom * columns; i++) {
      least[i % columns] = Math.min(least[i % columns], factors[i]);
      most[i % columns] = Math.max(most[i % columns], factors[i]);
    }
    List<Span> spans = new ArrayList<>();
    for (int left = 0; left < columns; left++) {
      if (most[left] > 0) {
        int right = left + 1;
        for (int x = right; x < Math.min(columns, right + COLUMNS); x++) {
          right = most[x] > 0 ? x + 1 : right;
        }
        add(spans, new Positions(top, bottom, left, right), least);
        left = right;
      }
    }
    return spans;
  }

  /** Adds a run of columns, divided where it has many ones together. */
  private static void add(List<Span> spans, Positions run, float[] least) {
    int from = run.left();
    int to = from;
    int start = from;
    for (int x = run.left(); x < run.right(); x++) {
      start = least[x] < 1 ? x + 1 : start;
      if (x + 1 - start > to - from) {
        from = start;
        to = x + 1;
      }
    }
    from = from == run.left() ? from : (from + COLUMNS - 1) / COLUMNS * COLUMNS;
    to = to == run.right() ? to : to / COLUMNS * COLUMNS;
    boolean all = from == run.left() && to == run.right();
    if (!all && to - from < 2 * COLUMNS) {
      spans.add(new Span(run, false));
      return;
    }
    if (from > run.left()) {
      spans.add(new Span(new Positions(run.top(), run.bottom(), run.left(), from), false));
    }
    spans.add(new Span(new Positions(run.top(), run.bottom(), from, to), true));
    if (to < run.right()) {
      spans.add(new Span(new Positions(run.top(), run.bottom(), to, run.right()), false));
    }
  }

  private boolean isAbove(Span other) {
    return at.bottom() == other.at.top()
        && at.left() == other.at.left()
        && at.right() == other.at.right()
        && whole == other.whole;
  }

  /** With one that is right above. */
  private Span joined(Span above) {
    Positions both = new Positions(above.at.top(), at.bottom(), at.left(), at.right());
    return new Span(both, whole);
  }

  /** The part of it that lies in a rectangle, in pieces, as the network's functions take it. */
  LongStream in(Positions rectangle) {
    Positions part = at.within(rectangle);
    int columns = Math.max(1, part.right() - part.left());
    int rows = whole ? Math.max(1, part.bottom() - part.top()) : Math.max(1, PIECE / columns);
    return IntStream.iterate(part.top(), top -> top < part.bottom(), top -> top + rows)
        .mapToObj(
            top ->
                LongStream.of(
                    top - rectangle.top(),
                    Math.min(top + rows, part.bottom()) - rectangle.top(),
                    part.left() - rectangle.left(),
                    part.right() - rectangle.left(),
                    whole ? 1 : 0))
        .flatMapToLong(numbers -> numbers);
  }
}
