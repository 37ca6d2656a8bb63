package org.neuralstyle.benchmark;

import org.neuralstyle.image.RgbImage;
import org.neuralstyle.stack.FlowField;
import org.neuralstyle.stack.FrameSource;
import org.neuralstyle.tensor.Resampling;

/**
 * A film of a textured plane whose motion is exactly known, rendered from an image with four
 * samples to a pixel.
 */
public final class KnownMotion implements FrameSource {

  /** How the film moves. */
  public enum Kind {
    /** Nothing moves. */
    STILL,
    /** All of it moves by 1.7 px to the left and 0.6 px upwards from frame to frame. */
    PAN,
    /** All of it grows by 2 % from frame to frame. */
    ZOOM,
    /** A disk of another part of the image moves by 3 px to the right, and the rest stays. */
    OBJECT
  }

  private final RgbImage texture;
  private final Kind kind;
  private final int width;
  private final int height;
  private final int frames;

  /**
   * A film.
   *
   * @param texture what is seen; larger than the frames
   * @param kind how it moves
   * @param width of the frames in pixels
   * @param height of the frames in pixels
   * @param frames how many
   */
  public KnownMotion(RgbImage texture, Kind kind, int width, int height, int frames) {
    this.kind = kind;
    this.width = width;
    this.height = height;
    this.frames = frames;
    double room = kind == Kind.PAN ? 1.7 * frames : 0;
    double scale =
        Math.min(
            (texture.width() - 2) / (width + room + 2),
            (texture.height() - 2) / (height + room + 2));
    // At the frames' resolution nothing is aliased, which would flicker by itself.
    try (Resampling resampling = new Resampling()) {
      this.texture =
          resampling.resize(
              texture,
              (int) Math.round(texture.width() / scale),
              (int) Math.round(texture.height() / scale));
    }
  }

  @Override
  public int count() {
    return frames;
  }

  @Override
  public RgbImage read(int index) {
    float[] planes = new float[3 * width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        for (int sample = 0; sample < 4; sample++) {
          double sampleX = x - 0.25 + 0.5 * (sample % 2);
          double sampleY = y - 0.25 + 0.5 * (sample >> 1);
          double[] at = scenePoint(index, sampleX, sampleY);
          for (int c = 0; c < 3; c++) {
            planes[(c * height + y) * width + x] += (float) (0.25 * texture(c, at[0], at[1]));
          }
        }
      }
    }
    return new RgbImage(width, height, planes);
  }

  /** Where in the scene, in pixels of the first frame, a point of a frame lies. */
  private double[] scenePoint(int frame, double x, double y) {
    return switch (kind) {
      case STILL -> new double[] {x, y};
      case PAN -> new double[] {x + 1.7 * frame, y + 0.6 * frame};
      case ZOOM -> {
        double zoom = Math.pow(1.02, -frame);
        yield new double[] {
          width / 2.0 + (x - width / 2.0) * zoom, height / 2.0 + (y - height / 2.0) * zoom
        };
      }
      case OBJECT ->
          isObject(frame, x, y)
              ? new double[] {width - (x - 3.0 * frame), height - y}
              : new double[] {x, y};
    };
  }

  private boolean isObject(int frame, double x, double y) {
    return kind == Kind.OBJECT
        && Math.hypot(x - 0.25 * width - 3 * frame, y - 0.5 * height) < 0.22 * height;
  }

  private double texture(int component, double x, double y) {
    double column = Math.max(0, Math.min(texture.width() - 1.001, x + 1));
    double row = Math.max(0, Math.min(texture.height() - 1.001, y + 1));
    int left = (int) column;
    int top = (int) row;
    double a = column - left;
    double b = row - top;
    return (1 - b) * ((1 - a) * pixel(component, left, top) + a * pixel(component, left + 1, top))
        + b * ((1 - a) * pixel(component, left, top + 1) + a * pixel(component, left + 1, top + 1));
  }

  private float pixel(int component, int x, int y) {
    return texture.planes()[(component * texture.height() + y) * texture.width() + x];
  }

  /**
   * The motion back from a frame.
   *
   * @param frame a frame
   * @param earlier another
   * @return from the one to the other
   */
  public FlowField flow(int frame, int earlier) {
    float[] u = new float[width * height];
    float[] v = new float[width * height];
    int lag = frame - earlier;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        switch (kind) {
          case STILL -> {}
          case PAN -> {
            u[i] = (float) (1.7 * lag);
            v[i] = (float) (0.6 * lag);
          }
          case ZOOM -> {
            double factor = Math.pow(1.02, -lag) - 1;
            u[i] = (float) ((x - width / 2.0) * factor);
            v[i] = (float) ((y - height / 2.0) * factor);
          }
          case OBJECT -> u[i] = isObject(frame, x, y) ? -3f * lag : 0;
        }
      }
    }
    return new FlowField(width, height, u, v);
  }

  /**
   * Which pixels of a frame are also seen in an earlier one, with their neighbours.
   *
   * @param frame a frame
   * @param earlier another
   * @return row by row
   */
  public boolean[] isSeen(int frame, int earlier) {
    FlowField flow = flow(frame, earlier);
    boolean[] seen = new boolean[width * height];
    for (int y = 2; y < height - 2; y++) {
      for (int x = 2; x < width - 2; x++) {
        boolean all = true;
        boolean object = isObject(frame, x, y);
        for (int dy = -2; dy <= 2; dy++) {
          for (int dx = -2; dx <= 2; dx++) {
            int i = (y + dy) * width + x + dx;
            double otherX = x + dx + flow.u()[i];
            double otherY = y + dy + flow.v()[i];
            all &=
                isObject(frame, x + dx, y + dy) == object
                    && isObject(earlier, otherX, otherY) == object
                    && otherX >= 0
                    && otherY >= 0
                    && otherX <= width - 1
                    && otherY <= height - 1;
          }
        }
        seen[y * width + x] = all;
      }
    }
    return seen;
  }
}
