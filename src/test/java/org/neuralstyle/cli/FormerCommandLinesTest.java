package org.neuralstyle.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.neuralstyle.former.Example;

/** Command lines of the version before: each option is taken and means what it meant. */
class FormerCommandLinesTest extends CliTest {

  static List<Example> examples() throws IOException {
    return Example.read("commands.txt");
  }

  @ParameterizedTest
  @MethodSource("examples")
  void givesWhatItGave(Example example) throws IOException {
    Path place = folder.resolve("former");
    Example.copyTo(place);
    Answer answer = run((Object[]) example.in(place).split(" "));
    if (example.refusal().isEmpty()) {
      assertDone(answer);
    } else {
      assertNotEquals(NeuralStyleCli.OK, answer.code(), answer.out());
      assertTrue(answer.err().contains(example.refusal()), answer.err());
    }
    example.check(place);
  }

  /** Options that have a default, as the help tells it. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "transfer | content-weight=1 layer=conv2_2 style-layers=first-five style-weight=1e7 tv-weight=0 init=content size=0 scales=0 iterations=300 optimizer=lbfgs pooling=max precision=auto seed=0 weights=auto device=auto",
        "texture | style-layers=first-five style-weight=1e7 tv-weight=0 init=noise size=0 scales=0 iterations=300 optimizer=lbfgs pooling=max precision=auto seed=0 weights=auto device=auto",
        "reconstruct | content-weight=1 layer=conv2_2 tv-weight=0 init=noise size=0 scales=1 iterations=300 optimizer=lbfgs pooling=max precision=auto seed=0 weights=auto device=auto",
        "stylize-video | content-weight=1 content-layers=conv2_2 style-layers=first-five style-weight=1e7 tv-weight=0 init=content size=0 scales=0 iterations=300 later-iterations=0 optimizer=classic temporal-weight=1000 mode=coherent format=png precision=auto",
        "sweep layers | layers=all size=128 iterations=100 init=noise scales=1 seed=0 optimizer=lbfgs",
        "sweep layer-sets | size=128 iterations=100 init=noise scales=0 seed=0",
        "sweep grid | size=128 iterations=100 init=content scales=0",
        "sweep style-weights | size=128 iterations=100 init=content style-layers=first-five",
        "sweep seeds | count=4 size=128 iterations=100",
        "sweep initialization | repetitions=1 size=128 iterations=100",
        "gallery | size=128 iterations=100 init=content style-weight=1e7",
        "distance | layers=first-five pooling=max weights=auto device=auto",
        "study | size=128",
        "sample | size=256",
        "benchmark | sizes=256,512,1024 evaluations=7 memory-growth=1000 time-to-loss=512",
        "benchmark-stack | size=192 frames=12 iterations=100 only=all"
      })
  void hasTheDefaultsThatItHad(String command, String defaults) {
    Map<String, String> found = defaults(command);
    for (String pair : defaults.split(" ")) {
      String[] named = pair.split("=");
      assertEquals(Example.plain(named[1]), found.get(named[0]), named[0] + " of " + found);
    }
  }

  private static Map<String, String> defaults(String command) {
    Answer help = run((Object[]) (command + " --help").split(" "));
    assertDone(help);
    Map<String, String> defaults = new TreeMap<>();
    for (String option : help.out().split("\n(?= +(-\\w, )?--)")) {
      Matcher name = Pattern.compile("--([a-z-]+)").matcher(option);
      Matcher value =
          Pattern.compile("Default: (\\S+)\\.( |$)").matcher(option.replaceAll("\\s+", " "));
      if (name.find() && value.find()) {
        defaults.put(name.group(1), Example.plain(value.group(1)));
      }
    }
    return defaults;
  }
}
