package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.ShortProcessor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a dialog says of the images that were chosen. */
class InputNotesTest {

  private final ImagePlus colours = new ImagePlus("colours", new ColorProcessor(9, 9));
  private final ImagePlus others = new ImagePlus("others", new ColorProcessor(9, 9));
  private final ImagePlus grey = new ImagePlus("grey", new ShortProcessor(9, 9));

  @Test
  void ordinaryImagesNeedNoWord() {
    assertEquals(List.of(), texts(colours, others, false));
  }

  @Test
  void anImageThatIsMissingIsAskedFor() {
    assertEquals(
        List.of("Choose a content image.", "Choose a style image."), texts(null, null, false));
    assertEquals(
        List.of(new InputNotes.Note(InputNotes.Kind.REFUSED, "Choose an image.")),
        InputNotes.of(Map.of("image", Optional.empty()), false, false));
  }

  @Test
  void theSameImageTwiceIsRefused() {
    List<InputNotes.Note> notes = InputNotes.of(images(colours, colours), false, false);
    assertEquals(InputNotes.Kind.REFUSED, notes.get(0).kind());
    assertEquals(1, notes.size());
  }

  @Test
  void aGreyContentIsToldUnlessTheStyleIsGreyToo() {
    assertEquals(
        List.of("The content is grey, and so its result would be."), texts(grey, colours, false));
    ImagePlus another = new ImagePlus("another", new ShortProcessor(9, 9));
    assertEquals(List.of(), texts(grey, another, false));
  }

  @Test
  void ofAStackOnlyOneSliceIsUsed() {
    ImageStack stack = new ImageStack(9, 9);
    for (int i = 0; i < 5; i++) {
      stack.addSlice(new ColorProcessor(9, 9));
    }
    ImagePlus slices = new ImagePlus("slices", stack);
    slices.setSlice(3);
    assertEquals(
        List.of("Of the content, only slice 3 of 5 is used."), texts(slices, colours, false));
    assertEquals(List.of(), texts(slices, colours, true));
    assertEquals(List.of("Of the style, only slice 3 of 5 is used."), texts(colours, slices, true));
  }

  @Test
  void aSelectionIsNotIgnoredWithoutAWord() {
    colours.setRoi(1, 1, 3, 3);
    assertEquals(
        List.of("The content is used as a whole, not only its selection."),
        texts(colours, others, false));
    assertEquals(List.of(), InputNotes.of(images(colours, others), false, true));
  }

  private static Map<String, Optional<ImagePlus>> images(ImagePlus content, ImagePlus style) {
    Map<String, Optional<ImagePlus>> images = new LinkedHashMap<>();
    images.put("content", Optional.ofNullable(content));
    images.put("style", Optional.ofNullable(style));
    return images;
  }

  private static List<String> texts(ImagePlus content, ImagePlus style, boolean takesStacks) {
    return InputNotes.of(images(content, style), takesStacks, false).stream()
        .map(InputNotes.Note::text)
        .toList();
  }
}
