package org.neuralstyle.picture;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import org.neuralstyle.image.AlphaMask;

/**
 * How a stored image is to be turned to be upright: the values 1 to 8 of the tag Orientation of
 * TIFF and EXIF.
 *
 * @param value the tag's value; others than 1 to 8 leave the image as it is
 */
record Orientation(int value) {

  /** As it is stored. */
  static final Orientation UPRIGHT = new Orientation(1);

  /** An image turned upright; the same one if it is. */
  ImageProcessor apply(ImageProcessor stored) {
    return switch (value) {
      case 2, 3, 4 -> {
        ImageProcessor ip = stored.duplicate();
        if (value != 4) {
          ip.flipHorizontal();
        }
        if (value != 2) {
          ip.flipVertical();
        }
        yield ip;
      }
      case 5, 6, 7 -> {
        ImageProcessor ip = stored.rotateRight();
        if (value == 5) {
          ip.flipHorizontal();
        } else if (value == 7) {
          ip.flipVertical();
        }
        yield ip;
      }
      case 8 -> stored.rotateLeft();
      default -> stored;
    };
  }

  /** A mask turned upright. */
  AlphaMask apply(AlphaMask stored) {
    ImageProcessor ip = apply(new ByteProcessor(stored.width(), stored.height(), stored.values()));
    return new AlphaMask(ip.getWidth(), ip.getHeight(), (byte[]) ip.getPixels());
  }

  /** All slices turned upright, with their colours, ranges and calibration. */
  ImagePlus apply(ImagePlus stored) {
    if (value <= 1 || value > 8) {
      return stored;
    }
    ImageStack slices = stored.getStack();
    ImageStack upright = null;
    for (int n = 1; n <= slices.size(); n++) {
      ImageProcessor ip = apply(slices.getProcessor(n));
      if (upright == null) {
        upright = new ImageStack(ip.getWidth(), ip.getHeight());
      }
      upright.addSlice(slices.getSliceLabel(n), ip);
    }
    ImagePlus imp = new ImagePlus(stored.getTitle(), upright);
    imp.setDimensions(stored.getNChannels(), stored.getNSlices(), stored.getNFrames());
    if (stored instanceof CompositeImage composite) {
      CompositeImage shown = new CompositeImage(imp, composite.getMode());
      shown.setLuts(composite.getLuts());
      imp = shown;
    } else if (stored.getBitDepth() != 24) {
      imp.getProcessor().setLut(stored.getProcessor().getLut());
      imp.setDisplayRange(stored.getDisplayRangeMin(), stored.getDisplayRangeMax());
    }
    Calibration calibration = stored.getCalibration().copy();
    if (value >= 5) {
      double width = calibration.pixelWidth;
      calibration.pixelWidth = calibration.pixelHeight;
      calibration.pixelHeight = width;
    }
    imp.setCalibration(calibration);
    return imp;
  }
}
