package org.neuralstyle.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ij.measure.ResultsTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.neuralstyle.study.Table;

class ResultsTablesTest {

  /** Rows of a short name and a number, of which the last but one has a long name. */
  private static Table table(int count) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("image", i == count - 2 ? "a longer name" : "short");
      row.put("value", (double) i);
      rows.add(row);
    }
    return new Table(rows);
  }

  /** ImageJ measures the first 20 rows. */
  @Test
  void theFirstRowLeavesRoomForALongerTextBelow() {
    ResultsTable read = ResultsTables.toRead(table(40));
    assertEquals("short" + " ".repeat(2 * 8), read.getStringValue("image", 0));
    assertEquals("short", read.getStringValue("image", 1));
    assertEquals(39, read.getValue("value", 39));
    assertEquals("short", ResultsTables.toRead(table(20)).getStringValue("image", 0));
    assertEquals("short", ResultsTables.of(table(40)).getStringValue("image", 0));
  }
}
