package org.neuralstyle.stack;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_video.DISOpticalFlow;
import org.neuralstyle.image.RgbImage;

/**
 * Dense optical flow by inverse search with variational refinement (DIS; Kroeger, Timofte, Dai and
 * Van Gool, 2016), in OpenCV.
 *
 * <p>Chosen by the mean end-point error in pixels and the time of one flow on known motion: a
 * photograph as texture, panned, zoomed by 4 %, and with a disk that moves on it (two shared cores
 * of a server, the best of three).
 *
 * <table>
 * <caption>256 x 192 px and 640 x 480 px</caption>
 * <tr><th>method</th><th>pan</th><th>zoom</th><th>object</th><th>time</th>
 *     <th>pan</th><th>zoom</th><th>object</th><th>time</th></tr>
 * <tr><td>OpenCV DIS, preset medium</td><td>0.19</td><td>0.19</td><td>0.19</td><td>22 ms</td>
 *     <td>0.25</td><td>0.25</td><td>0.14</td><td>0.06 s</td></tr>
 * <tr><td>OpenCV DIS, preset fast</td><td>0.28</td><td>0.56</td><td>0.40</td><td>5 ms</td>
 *     <td>0.27</td><td>0.40</td><td>0.33</td><td>0.03 s</td></tr>
 * <tr><td>OpenCV Farneb&auml;ck</td><td>0.80</td><td>0.90</td><td>0.50</td><td>35 ms</td>
 *     <td>1.21</td><td>2.90</td><td>0.54</td><td>0.11 s</td></tr>
 * <tr><td>BoofCV Brox</td><td>0.19</td><td>0.39</td><td>0.09</td><td>1.4 s</td>
 *     <td>0.23</td><td>0.54</td><td>0.09</td><td>3.7 s</td></tr>
 * <tr><td>BoofCV Horn-Schunck, pyramid</td><td>0.36</td><td>0.21</td><td>0.18</td><td>1.2 s</td>
 *     <td>0.09</td><td>0.12</td><td></td><td>5.1 s</td></tr>
 * <tr><td>BoofCV KLT</td><td>0.12</td><td>0.21</td><td>0.18</td><td>1.0 s</td>
 *     <td>0.07</td><td>0.19</td><td></td><td>3.5 s</td></tr>
 * </table>
 *
 * <p>BoofCV is as exact, but takes fifty times as long, and a coherent frame needs six flows. As
 * jars, OpenCV with one platform's natives has 52 MB, openpnp's OpenCV with those of all platforms
 * 110 MB, BoofCV 7 MB.
 *
 * <p>At the finest scale and with more refinement than the preset has, DIS gets the pan to 0.05,
 * the zoom to 0.05 and the object to 0.01 px where the preset has 0.10, 0.14 and 0.07 (192 x 144
 * px, 80 instead of 15 ms; zoom by 2 %).
 */
public final class OpticalFlow {

  /** Shorter sides are padded: the search needs some pixels at its coarsest scale. */
  private static final int SMALLEST = 64;

  // Both found on known motion; the preset has 5 and 20, and leaves out the finest scale.
  private static final int REFINEMENTS = 20;

  private static final float SMOOTHNESS = 40;

  private OpticalFlow() {}

  /**
   * Where each pixel of a frame is found in another.
   *
   * @param from a frame
   * @param to another of the same size
   * @return displacements from the first to the second
   */
  public static FlowField between(RgbImage from, RgbImage to) {
    int width = from.width();
    int height = from.height();
    try (PointerScope scope = new PointerScope();
        Mat flow = new Mat();
        Mat first = gray(from);
        Mat second = gray(to);
        DISOpticalFlow dis = DISOpticalFlow.create(DISOpticalFlow.PRESET_MEDIUM)) {
      dis.setFinestScale(0);
      dis.setVariationalRefinementIterations(REFINEMENTS);
      dis.setVariationalRefinementAlpha(SMOOTHNESS);
      dis.calc(first, second, flow);
      float[] values = new float[2 * flow.rows() * flow.cols()];
      new FloatPointer(flow.data()).get(values);
      float[] u = new float[width * height];
      float[] v = new float[width * height];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int i = 2 * (y * flow.cols() + x);
          u[y * width + x] = values[i];
          v[y * width + x] = values[i + 1];
        }
      }
      return new FlowField(width, height, u, v);
    }
  }

  /** The luma (ITU-R BT.709) in 8 bits, which is what the search takes. */
  private static Mat gray(RgbImage image) {
    int size = image.width() * image.height();
    float[] planes = image.planes();
    byte[] luma = new byte[size];
    for (int i = 0; i < size; i++) {
      double value = 0.2126 * planes[i] + 0.7152 * planes[size + i] + 0.0722 * planes[2 * size + i];
      luma[i] = (byte) Math.round(255 * Math.min(Math.max(value, 0), 1));
    }
    Mat mat = new Mat(image.height(), image.width(), opencv_core.CV_8UC1);
    mat.data().put(luma);
    if (Math.min(image.width(), image.height()) < SMALLEST) {
      Mat padded = new Mat();
      opencv_core.copyMakeBorder(
          mat,
          padded,
          0,
          Math.max(0, SMALLEST - image.height()),
          0,
          Math.max(0, SMALLEST - image.width()),
          opencv_core.BORDER_REPLICATE);
      return padded;
    }
    return mat;
  }

  /**
   * An image moved along a flow.
   *
   * @param image the frame that the flow leads to
   * @param flow from the wanted frame to the image
   * @return the image as the wanted frame would show it, by Lanczos interpolation, which keeps the
   *     finest detail of a style better than bicubic does, in 0..1; beyond the border, the border's
   *     values
   */
  public static RgbImage warp(RgbImage image, FlowField flow) {
    int width = flow.width();
    int height = flow.height();
    int size = width * height;
    float[] x = new float[size];
    float[] y = new float[size];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        int i = row * width + column;
        x[i] = column + flow.u()[i];
        y[i] = row + flow.v()[i];
      }
    }
    float[] planes = new float[3 * size];
    try (PointerScope scope = new PointerScope();
        Mat mapX = mat(x, width, height, 0);
        Mat mapY = mat(y, width, height, 0);
        Mat warped = new Mat()) {
      float[] plane = new float[size];
      for (int c = 0; c < 3; c++) {
        try (Mat source = mat(image.planes(), width, height, c * size)) {
          opencv_imgproc.remap(
              source,
              warped,
              mapX,
              mapY,
              opencv_imgproc.INTER_LANCZOS4,
              opencv_core.BORDER_REPLICATE,
              null);
        }
        new FloatPointer(warped.data()).get(plane);
        for (int i = 0; i < size; i++) {
          planes[c * size + i] = Math.min(Math.max(plane[i], 0), 1);
        }
      }
    }
    return new RgbImage(width, height, planes);
  }

  private static Mat mat(float[] values, int width, int height, int offset) {
    Mat mat = new Mat(height, width, opencv_core.CV_32FC1);
    new FloatPointer(mat.data()).put(values, offset, width * height);
    return mat;
  }
}
