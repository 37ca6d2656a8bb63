package org.neuralstyle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.neuralstyle.option.InputOptions;
import org.neuralstyle.option.Operation;
import org.neuralstyle.option.SweepOptions;
import org.neuralstyle.report.PageReport;
import org.neuralstyle.report.SweepFolder;
import org.neuralstyle.settings.SynthesisSettings;
import org.neuralstyle.study.Page;
import org.neuralstyle.study.RunResult;
import org.neuralstyle.study.SweepRunner;
import org.neuralstyle.synthesis.NeuralStyle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Settings, pairs and sizes on a page. */
@Command(
    name = "page",
    description = {
      "Transfer every style to every content, at every size and with every setting, and write a page (HTML) with all pictures (PNG) and scores (CSV).",
      "A setting is a name and the options of transfer that belong to it."
    })
final class PageCommand extends FolderCommand {

  /** The options of a setting, as transfer has them. */
  @Command
  private static final class Setting {
    @Mixin private final TableOptions options = TableOptions.settingsOf(Operation.TRANSFER);
  }

  PageCommand() {
    super(Operation.PAGE);
  }

  @Override
  String run(NeuralStyle neuralStyle, Path output, Console listener)
      throws IOException, InterruptedException {
    Page page =
        new Page(
            open(options().values(InputOptions.CONTENT_FILES)),
            open(options().values(InputOptions.STYLE_FILES)),
            options().value(SweepOptions.PAGE_SIZES),
            settings());
    checkApart(PageReport.names(page));
    List<RunResult> results =
        new SweepRunner(
                neuralStyle,
                Optional.of(output.resolve(SweepFolder.RUNS)),
                new SweepConsole(listener))
            .run(page);
    return "%s: %s of %s pictures."
        .formatted(PageReport.write(page, results, output), results.size(), page.places().size());
  }

  private Map<String, SynthesisSettings> settings() {
    Map<String, SynthesisSettings> parsed = new LinkedHashMap<>();
    for (String text : options().values(SweepOptions.PAGE_SETTINGS)) {
      String[] parts = text.split(":", 2);
      String name = parts[0].strip();
      if (parts.length < 2 || name.isEmpty()) {
        throw badInput("The setting \"%s\" has no name; write \"NAME: OPTIONS\".".formatted(text));
      }
      if (parsed.put(name, settings(name, parts[1].strip())) != null) {
        throw badInput("Two settings are called \"%s\"; give one another name.".formatted(name));
      }
    }
    return parsed;
  }

  private SynthesisSettings settings(String name, String options) {
    Setting setting = new Setting();
    CommandLine commandLine = new CommandLine(setting);
    TableOptions.addTo(commandLine);
    try {
      commandLine.parseArgs(options.isEmpty() ? new String[0] : options.split("\\s+"));
      if (setting.options.start().isPresent()) {
        throw badInput("A setting starts from noise or content, not from an image.");
      }
      return setting.options.settings().synthesis();
    } catch (ParameterException | IllegalArgumentException e) {
      throw badInput("The setting \"%s\" cannot be read. %s".formatted(name, e.getMessage()));
    }
  }
}
