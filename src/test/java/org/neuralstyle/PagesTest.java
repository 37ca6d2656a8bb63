package org.neuralstyle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** README and guide: their length, links and pictures. */
class PagesTest {

  private static final Pattern LINK = Pattern.compile("\\[([^\\]]*)\\]\\(([^)\\s]+)\\)");
  private static final Pattern ADDRESS = Pattern.compile("(?:href|src)=\"([^\"]*)\"");
  private static final String REPOSITORY = "https://github.com/neural-style-imagej/neural-style/";
  private static final Path PICTURES = Pages.GUIDE.resolve("pictures");
  private static final Set<String> LANGUAGES = Set.of("", "sh", "ijm", "java", "python");

  record Link(Path page, boolean picture, String text, String target) {}

  @Test
  void readmeIsShort() {
    assertTrue(Pages.lines(Pages.README).size() <= 150);
  }

  /** They are what somebody runs who has just come, and what CI runs. */
  @Test
  void readmeBeginsWithTheTwoCommands() {
    List<String> commands =
        Pages.blocks(Pages.README).stream()
            .filter(block -> block.language().equals("sh"))
            .limit(2)
            .map(Pages.Block::text)
            .toList();
    assertEquals(
        List.of(
            "mvn -q -DskipTests package && target/neural-style/bin/neural-style sample --output sample.png --report sample.json\n",
            "mvn -B -ntp verify\n"),
        commands);
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<Link> links = links(Pages.all());
    assertTrue(links.size() > 50, links.toString());
    assertEquals(List.of(), links.stream().filter(link -> !leadsSomewhere(link)).toList());
  }

  @Test
  void aLinkThatLeadsNowhereIsFound() {
    List<String> nowhere =
        List.of(
            "nowhere.md", "#nowhere", "LICENSE#a", "src/nowhere", REPOSITORY + "blob/HEAD/src/a");
    for (String target : nowhere) {
      assertTrue(!leadsSomewhere(new Link(Pages.README, false, "", target)), target);
    }
    for (String target : List.of("../../../README.md", "speed.md#convolutions")) {
      assertTrue(!leadsSomewhere(new Link(Pages.GUIDE.resolve("index.md"), false, "", target)));
    }
  }

  /** What {@code mvn package site} made, if it did: the web pages of the guide with its menu. */
  @Test
  void theSitesLinksLeadSomewhere() throws IOException {
    Path site = Path.of("target", "site");
    for (Path markdown : Pages.markdown(Pages.GUIDE, 1)) {
      Path page = site.resolve(markdown.getFileName().toString().replace(".md", ".html"));
      assumeTrue(
          Files.exists(page)
              && Files.getLastModifiedTime(page).compareTo(Files.getLastModifiedTime(markdown)) > 0,
          page + " is missing or old");
      Matcher matcher = ADDRESS.matcher(Files.readString(page));
      while (matcher.find()) {
        String[] parts = matcher.group(1).split("#", 2);
        if (!parts[0].matches("https?:.*")) {
          Path file = parts[0].isEmpty() ? page : site.resolve(parts[0]);
          assertTrue(Files.exists(file), page + ": " + matcher.group());
          assertTrue(
              parts.length == 1 || Files.readString(file).contains("id=\"" + parts[1] + "\""),
              page + ": " + matcher.group());
        }
      }
    }
  }

  static List<Link> links(List<Path> pages) {
    List<Link> links = new ArrayList<>();
    for (Path page : pages) {
      boolean code = false;
      for (String line : Pages.lines(page)) {
        code ^= line.startsWith("```");
        Matcher matcher = LINK.matcher(code ? "" : line);
        while (matcher.find()) {
          boolean picture = matcher.start() > 0 && line.charAt(matcher.start() - 1) == '!';
          links.add(new Link(page, picture, matcher.group(1), matcher.group(2)));
        }
      }
    }
    return links;
  }

  /** On a code host and, if the page is one of the guide, on the site, which holds nothing else. */
  static boolean leadsSomewhere(Link link) {
    // What the code host adds to the files.
    boolean host = link.target().equals(REPOSITORY + "releases");
    if (link.target().startsWith(REPOSITORY) && !host) {
      return Files.exists(
          Path.of(link.target().substring(REPOSITORY.length()).replaceFirst("^\\w+/HEAD/", "")));
    }
    if (link.target().matches("https?://.*")) {
      return true;
    }
    String[] parts = link.target().split("#", 2);
    Path file = parts[0].isEmpty() ? link.page() : link.page().resolveSibling(parts[0]).normalize();
    return Files.exists(file)
        && (!link.page().startsWith(Pages.GUIDE) || file.startsWith(Pages.GUIDE))
        && (parts.length == 1 || anchors(file).contains(parts[1]));
  }

  /** Those that are written out, since code hosts and the site name headings differently. */
  private static Set<String> anchors(Path page) {
    return Pages.lines(page).stream()
        .filter(line -> line.matches("<a id=\"[a-z-]+\"></a>"))
        .map(line -> line.split("\"")[1])
        .collect(Collectors.toSet());
  }

  @Test
  void theGuideNamesAllItsPages() throws IOException {
    Set<String> named =
        links(List.of(Pages.GUIDE.resolve("index.md"))).stream()
            .map(Link::target)
            .collect(Collectors.toSet());
    String menu = Files.readString(Path.of("src", "site", "site.xml"));
    for (Path page : Pages.guide()) {
      String name = page.getFileName().toString();
      assertTrue(name.equals("index.md") || named.stream().anyMatch(n -> n.endsWith(name)), name);
      assertTrue(
          page.equals(Pages.README) || menu.contains("\"" + name.replace(".md", ".html") + "\""),
          name + " is not in the site's menu");
    }
  }

  @Test
  void picturesAreSmallAndShownAndDescribed() throws IOException {
    List<Link> shown = links(Pages.all()).stream().filter(Link::picture).toList();
    Set<String> names = new TreeSet<>();
    for (Link link : shown) {
      assertTrue(link.text().split(" ").length > 3, link + " has no description");
      names.add(Path.of(link.target()).getFileName().toString());
    }
    long total = 0;
    try (Stream<Path> files = Files.list(PICTURES)) {
      for (Path file : files.toList()) {
        long bytes = Files.size(file);
        assertTrue(bytes <= 300_000, file + " has " + bytes + " bytes");
        assertTrue(names.remove(file.getFileName().toString()), file + " is shown nowhere");
        total += bytes;
      }
    }
    assertEquals(Set.of(), names);
    assertTrue(total < 4_000_000, total + " bytes");
  }

  /** What people look for is what the program says, word by word. */
  @Test
  void troubleshootingNamesMessagesAsTheyAre() throws IOException {
    StringBuilder sources = new StringBuilder();
    for (String folder : List.of("src/main/java", "src/spark/java", "src/assembly/bin")) {
      try (Stream<Path> files = Files.walk(Path.of(folder))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          sources.append(Files.readString(file)).append('\n');
        }
      }
    }
    String said = sources.toString().replaceAll("\"\\s*\\+\\s*\"", "").toLowerCase(Locale.ROOT);
    Pattern bold = Pattern.compile("\\*\\*(.+?)\\*\\*");
    List<String> parts =
        Pages.lines(Pages.GUIDE.resolve("troubleshooting.md")).stream()
            // What follows is about pictures, of which no message tells.
            .takeWhile(line -> !line.equals("## The picture"))
            .flatMap(line -> bold.matcher(line).results())
            .flatMap(message -> Stream.of(message.group(1).split("\\.\\.\\.|\"")))
            .map(part -> part.strip().toLowerCase(Locale.ROOT))
            .filter(part -> part.length() > 3)
            .toList();
    assertTrue(parts.size() > 20, parts.toString());
    assertEquals(List.of(), parts.stream().filter(part -> !said.contains(part)).toList());
  }

  /** Blocks in these languages are run, and those without one are drawings. */
  @Test
  void blocksSayTheirLanguage() throws IOException {
    for (Path page : Pages.guide()) {
      for (Pages.Block block : Pages.blocks(page)) {
        assertTrue(LANGUAGES.contains(block.language()), block.toString());
      }
    }
  }
}
