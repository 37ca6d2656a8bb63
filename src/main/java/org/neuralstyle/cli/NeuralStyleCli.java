package org.neuralstyle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Function;
import org.neuralstyle.stack.FrameRange;
import org.neuralstyle.storage.GivenPath;
import org.neuralstyle.storage.OutputFile;
import org.neuralstyle.synthesis.NeuralStyle;
import org.neuralstyle.tensor.CacheFolder;
import org.neuralstyle.vgg.Layer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The command line. Its subcommands are all listed here. */
@Command(
    name = "neural-style",
    description =
        "Neural style transfer, texture synthesis and image reconstruction with a pretrained VGG-19.",
    subcommands = {
      TransferCommand.class,
      TextureCommand.class,
      ReconstructCommand.class,
      SampleCommand.class,
      StylizeVideoCommand.class,
      StudyCommand.class,
      Sweeps.class,
      GalleryCommand.class,
      DistanceCommand.class,
      ScoreCommand.class,
      PageCommand.class,
      LayersCommand.class,
      DevicesCommand.class,
      WeightsCommand.class,
      InstallCommand.class,
      BenchmarkCommand.class,
      BenchmarkStackCommand.class,
      CommandLine.HelpCommand.class
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = NeuralStyleCli.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; a message says why",
      "2:wrong usage or bad input, found before any work was done",
      "130:stopped by Ctrl-C; the best image so far and its report are saved"
    })
public final class NeuralStyleCli {

  /** Done. */
  static final int OK = 0;

  /** Something failed. */
  static final int FAILED = 1;

  /** Wrong usage or bad input. */
  static final int BAD_INPUT = 2;

  /** Stopped by Ctrl-C, as shells count. */
  static final int STOPPED = 130;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error comes from.")
  private boolean debug;

  private final Optional<NeuralStyle> network;
  private final Optional<FrameRange> frames;

  private NeuralStyleCli(Optional<NeuralStyle> network, Optional<FrameRange> frames) {
    this.network = network;
    this.frames = frames;
  }

  /**
   * Runs a command and ends the program with its exit code.
   *
   * @param args the command's name and options
   */
  public static void main(String[] args) {
    prepare();
    System.exit(execute(commandLine(), args));
  }

  /** Has Java do without windows, and write as the program does. */
  public static void prepare() {
    System.setProperty("java.awt.headless", "true");
    // Messages are English, and what is written is read by programs: points and ASCII digits.
    Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT);
  }

  /**
   * The program.
   *
   * @return a new parser, with the program's converters, defaults and messages
   */
  public static CommandLine commandLine() {
    return configured(new NeuralStyleCli(Optional.empty(), Optional.empty()));
  }

  /**
   * The program with a network that is open already, for runs in one Java.
   *
   * @param network is taken for runs instead of the one that the options name; stays the caller's
   * @param frames of a film, which alone are made, and kept in its work folder; empty for all
   * @return a new parser
   */
  public static CommandLine commandLine(NeuralStyle network, Optional<FrameRange> frames) {
    return configured(new NeuralStyleCli(Optional.of(network), frames));
  }

  /** The frames that a command's program makes of a film; empty for all. */
  static Optional<FrameRange> frames(CommandSpec command) {
    return command.root().userObject() instanceof NeuralStyleCli cli
        ? cli.frames
        : Optional.empty();
  }

  private static CommandLine configured(NeuralStyleCli cli) {
    return configured(cli, new CommandLine(cli));
  }

  /** The network that a command's program has open. */
  static Optional<NeuralStyle> network(CommandSpec command) {
    return command.root().userObject() instanceof NeuralStyleCli cli
        ? cli.network
        : Optional.empty();
  }

  /**
   * Another program with those commands whose work can be done elsewhere.
   *
   * @param elsewhere the program, a command with options of its own
   * @return its parser, with the converters, defaults and messages of this one
   */
  public static CommandLine elsewhere(Elsewhere elsewhere) {
    CommandLine commandLine =
        new CommandLine(elsewhere)
            .addSubcommand(GalleryCommand.class)
            .addSubcommand(Sweeps.class)
            .addSubcommand(StylizeVideoCommand.class);
    return configured(new NeuralStyleCli(Optional.empty(), Optional.empty()), commandLine);
  }

  private static CommandLine configured(NeuralStyleCli cli, CommandLine commandLine) {
    TableOptions.addTo(commandLine);
    return commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setAbbreviatedOptionsAllowed(false)
        // A file may be named @anna.png.
        .setExpandAtFiles(false)
        .registerConverter(Path.class, converter(GivenPath::of))
        .registerConverter(Layer.class, converter(Layer::parse))
        .setParameterExceptionHandler(cli::answerBadInput)
        .setExecutionExceptionHandler(cli::answerFailure);
  }

  /**
   * Runs a command; also answers when the memory of Java is used up.
   *
   * @param commandLine of this program, or of {@link #elsewhere}
   * @param args the command's name and options
   * @return the exit code
   */
  public static int execute(CommandLine commandLine, String... args) {
    try {
      return commandLine.execute(args);
    } catch (OutOfMemoryError e) {
      commandLine
          .getErr()
          .println(
              "neural-style: Java has too little memory (%s). Use a smaller --size, or give it more with the environment variable JAVA_OPTS=-Xmx8g."
                  .formatted(e.getMessage()));
      return FAILED;
    } catch (LinkageError | InternalError e) {
      commandLine
          .getErr()
          .println(
              "neural-style: a library cannot be used (%s). If a file of the system is missing, such as libharfbuzz.so.0, install it with the packages of the system. Otherwise install the program again, see its README; if native libraries are at fault, %s."
                  .formatted(e, CacheFolder.REMEDY));
      return FAILED;
    }
  }

  // picocli shows the messages of this exception only, without the class of the cause.
  static <T> ITypeConverter<T> converter(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw (TypeConversionException) new TypeConversionException(e.getMessage()).initCause(e);
      }
    };
  }

  private int answerBadInput(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    command.getErr().println(GivenPath.shown(name + ": " + e.getMessage()));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
    command.getErr().println("See " + name + " --help.");
    printTrace(e, command);
    return BAD_INPUT;
  }

  private int answerFailure(Exception e, CommandLine command, ParseResult result) {
    String name = command.getCommandSpec().qualifiedName();
    if (e instanceof CancellationException) {
      command.getErr().println(name + ": stopped before there was an image.");
      return STOPPED;
    }
    String message =
        e instanceof IOException io
            ? OutputFile.reason(io)
            : e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    command.getErr().println(GivenPath.shown(name + ": " + message));
    printTrace(e, command);
    return e instanceof IllegalArgumentException ? BAD_INPUT : FAILED;
  }

  private void printTrace(Exception e, CommandLine command) {
    if (debug) {
      StringWriter trace = new StringWriter();
      e.printStackTrace(new PrintWriter(trace));
      command.getErr().println(GivenPath.shown(trace.toString()));
    }
  }

  /** Tells the version of the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = NeuralStyle.class.getPackage().getImplementationVersion();
      return new String[] {"neural-style " + (version == null ? "development" : version)};
    }
  }
}
