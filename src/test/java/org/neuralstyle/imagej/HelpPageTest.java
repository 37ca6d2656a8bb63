package org.neuralstyle.imagej;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.neuralstyle.option.Operation;

class HelpPageTest {

  @ParameterizedTest
  @EnumSource
  void theGuideToEachOperationComesWithThePlugin(Operation operation) throws IOException {
    String page = HelpPage.guide(HelpPage.guideTo(operation));
    assertTrue(page.startsWith("# "), page);
  }

  @Test
  void thePageLinksToTheGuide() {
    String page = HelpPage.html(new CommandInputs(new StylizeStack()));
    assertTrue(page.contains("<a href='stacks.md'>"), page);
    assertThrows(IOException.class, () -> HelpPage.guide("nowhere.md"));
  }
}
