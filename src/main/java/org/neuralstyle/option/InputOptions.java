package org.neuralstyle.option;

import static org.neuralstyle.option.FrontEnd.COMMAND_LINE;
import static org.neuralstyle.option.FrontEnd.IMAGEJ;
import static org.neuralstyle.option.Group.BASIC;
import static org.neuralstyle.option.Operation.CONTINUE;
import static org.neuralstyle.option.Operation.DISTANCE;
import static org.neuralstyle.option.Operation.GALLERY;
import static org.neuralstyle.option.Operation.INITIALIZATION;
import static org.neuralstyle.option.Operation.LAYER_GRID;
import static org.neuralstyle.option.Operation.LAYER_SET_SWEEP;
import static org.neuralstyle.option.Operation.LAYER_SWEEP;
import static org.neuralstyle.option.Operation.PAGE;
import static org.neuralstyle.option.Operation.RECONSTRUCT;
import static org.neuralstyle.option.Operation.RUN_AGAIN;
import static org.neuralstyle.option.Operation.SCORE;
import static org.neuralstyle.option.Operation.SEEDS;
import static org.neuralstyle.option.Operation.STACK;
import static org.neuralstyle.option.Operation.STUDY;
import static org.neuralstyle.option.Operation.STYLE_WEIGHT_SWEEP;
import static org.neuralstyle.option.Operation.TEXTURE;
import static org.neuralstyle.option.Operation.TRANSFER;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** The part of the table that names images and their files. */
public final class InputOptions {

  /** The image whose scene is kept. */
  public static final Option<String> CONTENT =
      Option.of(
              "content",
              "Content",
              "The image whose scene is kept; it is not changed",
              Codec.image())
          .in(
              BASIC,
              TRANSFER,
              RECONSTRUCT,
              STACK,
              LAYER_SWEEP,
              LAYER_GRID,
              STYLE_WEIGHT_SWEEP,
              INITIALIZATION,
              SCORE)
          .only(IMAGEJ, EnumSet.of(STACK))
          .withNeeded(true);

  /** The image whose style is taken on. */
  public static final Option<String> STYLE =
      Option.of(
              "style",
              "Style",
              "The image whose style is taken on; it is not changed",
              Codec.image())
          .in(
              BASIC,
              TRANSFER,
              TEXTURE,
              STACK,
              LAYER_SET_SWEEP,
              LAYER_GRID,
              STYLE_WEIGHT_SWEEP,
              INITIALIZATION,
              SCORE)
          .only(IMAGEJ, EnumSet.of(STACK))
          .withNeeded(true);

  /** The content where it need not be given. */
  public static final Option<Optional<Path>> CONTENT_FILE =
      Option.of("content", "Content", "The image whose scene is kept", Codec.file("FILE"))
          .in(BASIC, SEEDS, STUDY)
          .only(COMMAND_LINE);

  /** The style where it need not be given. */
  public static final Option<Optional<Path>> STYLE_FILE =
      Option.of("style", "Style", "The image whose style is taken on", Codec.file("FILE"))
          .in(BASIC, SEEDS, STUDY)
          .only(COMMAND_LINE);

  /** The contents of a gallery or a page. */
  public static final Option<List<Path>> CONTENT_FILES =
      Option.of("content", "Contents", "The contents, the rows of a grid", Codec.files())
          .in(BASIC, GALLERY, PAGE)
          .only(COMMAND_LINE)
          .withNeeded(true);

  /** The styles of a gallery or a page. */
  public static final Option<List<Path>> STYLE_FILES =
      Option.of("style", "Styles", "The styles, the columns of a grid", Codec.files())
          .in(BASIC, GALLERY, PAGE)
          .only(COMMAND_LINE)
          .withNeeded(true);

  /** An image for more than one purpose. */
  public static final Option<String> IMAGE =
      Option.of(
              "image",
              "Image",
              "What is reconstructed, whose texture is made, or a result whose run is repeated; of a stack of results its current slice",
              Codec.image())
          .in(BASIC, SEEDS, RUN_AGAIN, CONTINUE)
          .only(IMAGEJ);

  /** Titles of the contents of a gallery. */
  public static final Option<List<String>> CONTENTS =
      Option.of(
              "contents",
              "Contents",
              "Titles of open images, separated by semicolons; empty for all but the styles, or for the active one",
              Codec.list("TITLES"))
          .in(BASIC, GALLERY)
          .only(IMAGEJ);

  /** Titles of the styles of a gallery. */
  public static final Option<List<String>> STYLES =
      Option.of(
              "styles",
              "Styles",
              "Titles of open images, separated by semicolons; empty for all but the contents",
              Codec.list("TITLES"))
          .in(BASIC, GALLERY)
          .only(IMAGEJ);

  /** Titles of the images that are scored. */
  public static final Option<List<String>> RESULTS =
      Option.of(
              "results",
              "Results",
              "Titles of open images, separated by semicolons; empty for all but content and style",
              Codec.list("TITLES"))
          .in(BASIC, SCORE)
          .only(IMAGEJ);

  /** The images that are scored. */
  public static final Option<List<Path>> RESULT_FILES =
      Option.of("result", "Results", "The results", Codec.files())
          .in(BASIC, SCORE)
          .only(COMMAND_LINE)
          .withNeeded(true);

  /** Titles of the images that are compared. */
  public static final Option<List<String>> IMAGES =
      Option.of(
              "images",
              "Images",
              "Titles of open images, separated by semicolons; empty for all",
              Codec.list("TITLES"))
          .in(BASIC, DISTANCE)
          .only(IMAGEJ);

  /** The folder of the images that are compared. */
  public static final Option<Optional<Path>> IMAGE_FOLDER =
      Option.of(
              "folder",
              "Folder of images (optional)",
              "All images in this folder instead of open ones; adds matrices of all pairs",
              Codec.folder())
          .in(BASIC, DISTANCE)
          .only(IMAGEJ);

  /** Title of the content where an image need not be given. */
  public static final Option<String> CONTENT_TITLE =
      Option.of(
              "content",
              "Content (title)",
              "Title of an open image; empty for the sample that comes with the plugin, or for the one that the result names",
              Codec.text("TITLE"))
          .in(BASIC, STUDY, RUN_AGAIN, CONTINUE)
          .only(IMAGEJ);

  /** Title of the style where an image need not be given. */
  public static final Option<String> STYLE_TITLE =
      Option.of(
              "style",
              "Style (title)",
              "Title of an open image; empty for the sample that comes with the plugin, or for the one that the result names",
              Codec.text("TITLE"))
          .in(BASIC, STUDY, RUN_AGAIN, CONTINUE)
          .only(IMAGEJ);

  /** A second style. */
  public static final Option<Optional<String>> STYLE2 =
      guide("style2", "Second style (optional)", "An image whose style mixes with the first");

  /** A third style. */
  public static final Option<Optional<String>> STYLE3 =
      guide("style3", "Third style (optional)", "An image whose style mixes with the others");

  /** Where the style goes. */
  public static final Option<Optional<String>> MASK =
      guide(
          "mask",
          "Mask (optional)",
          "An image, white where the style goes; where it is black, the content stays to the last bit");

  /** Regions of the content. */
  public static final Option<Optional<String>> CONTENT_LABELS =
      guide(
          "contentLabels",
          "Content labels (optional)",
          "An image whose values number regions of the content; each takes its style from the region of the style with the same number");

  /** Regions of the style. */
  public static final Option<Optional<String>> STYLE_LABELS =
      guide("styleLabels", "Style labels (optional)", "The same for the style");

  /** Whether selections count. */
  public static final Option<Boolean> SELECTIONS =
      Option.of(
              "selections",
              "Use selections",
              "The style goes only inside of the content's selection, and is taken only from its own",
              Codec.flag())
          .in(Group.STYLES, SettingOptions.CONTROLLED)
          .only(IMAGEJ)
          .standard(false);

  /** The images beside content and style, all of which may be missing. */
  public static final List<Option<Optional<String>>> GUIDES =
      List.of(STYLE2, STYLE3, MASK, CONTENT_LABELS, STYLE_LABELS);

  private InputOptions() {}

  private static Option<Optional<String>> guide(String key, String label, String help) {
    return Option.of(key, label, help, Codec.guide()).in(Group.STYLES, SettingOptions.CONTROLLED);
  }
}
