package org.neuralstyle.imagej;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a person should know of the images that were chosen, before the command runs. */
final class InputNotes {

  /** What can be done about it. */
  enum Kind {
    /** Nothing. */
    KNOWN,
    /** Another image has to be chosen before it can run. */
    REFUSED,
    /** The result can be made in colour. */
    GREY,
    /** There is a command for all of a stack. */
    STACK
  }

  /**
   * A note.
   *
   * @param kind what can be done about it
   * @param text a sentence
   */
  record Note(Kind kind, String text) {}

  private InputNotes() {}

  /**
   * The notes on images.
   *
   * @param images that were chosen, by their roles, such as content
   * @param takesStacks whether all slices are used
   * @param selections whether selections count
   */
  static List<Note> of(
      Map<String, Optional<ImagePlus>> images, boolean takesStacks, boolean selections) {
    List<Note> notes = new ArrayList<>();
    images.forEach(
        (role, image) -> {
          if (image.isEmpty()) {
            notes.add(new Note(Kind.REFUSED, "Choose %s image.".formatted(article(role))));
          }
        });
    Optional<ImagePlus> content = images.getOrDefault("content", Optional.empty());
    Optional<ImagePlus> style = images.getOrDefault("style", Optional.empty());
    if (content.isPresent() && content.equals(style)) {
      notes.add(
          new Note(
              Kind.REFUSED,
              "Content and style are the same image. Choose another one for one of them."));
    }
    if (content.filter(ImageRoles::isGrey).isPresent()
        && style.filter(ImageRoles::isGrey).isEmpty()) {
      notes.add(new Note(Kind.GREY, "The content is grey, and so its result would be."));
    }
    images.forEach(
        (role, image) -> {
          boolean all = takesStacks && role.equals("content");
          image
              .filter(imp -> !all && imp.getNSlices() * imp.getNFrames() > 1)
              .ifPresent(imp -> notes.add(slice(role, imp)));
          image
              .filter(imp -> imp.getRoi() != null && !selections)
              .ifPresent(
                  imp ->
                      notes.add(
                          new Note(
                              Kind.KNOWN,
                              "The %s is used as a whole, not only its selection."
                                  .formatted(role))));
        });
    return notes;
  }

  private static Note slice(String role, ImagePlus imp) {
    boolean slices = imp.getNSlices() > 1;
    int[] position = imp.convertIndexToPosition(imp.getCurrentSlice());
    return new Note(
        role.equals("content") ? Kind.STACK : Kind.KNOWN,
        "Of the %s, only %s %s of %s is used."
            .formatted(
                role,
                slices ? "slice" : "frame",
                position[slices ? 1 : 2],
                slices ? imp.getNSlices() : imp.getNFrames()));
  }

  private static String article(String role) {
    return role.equals("image") ? "an" : "a " + role;
  }
}
