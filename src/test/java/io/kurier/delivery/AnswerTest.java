package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.webhook.Acknowledgement;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {

  private static String judge(int status, String body, Acknowledgement acknowledgement) {
    return judge(status, body.getBytes(StandardCharsets.UTF_8), acknowledgement);
  }

  private static String judge(int status, byte[] body, Acknowledgement acknowledgement) {
    return new Answer(status, body, null, null).judge(acknowledgement).wire();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200|{\"status\":\"OK\"}|acknowledged",
        "201|{\"a\":[1,{\"status\":\"no\"}],\"status\":\"OK\"}|acknowledged",
        "202|{\"status\":\"OK\",\"rest\":\"cut off he|acknowledged",
        "204|''|acknowledged",
        "203|{\"status\":\"OK\"}|refused",
        "200|''|refused",
        "200|OK|refused",
        "200|{\"status\":\"ok\"}|refused",
        "200|{\"status\":true}|refused",
        "200|{\"nested\":{\"status\":\"OK\"}}|refused",
        "200|[{\"status\":\"OK\"}]|refused",
        "500|{\"status\":\"OK\"}|refused"
      })
  void theSeedWantsOkInTheBody(int status, String body, String outcome) {
    assertEquals(outcome, judge(status, body, Acknowledgement.JSON_OK));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0000007bffffffff", "7b000000ffffffff", "feff007bd800", "7bff", "0000feff"})
  void bytesThatAreNoTextDoNotSayOk(String hex) {
    assertEquals("refused", judge(200, HexFormat.of().parseHex(hex), Acknowledgement.JSON_OK), hex);
  }

  @ParameterizedTest
  @CsvSource({
    "199,refused",
    "200,acknowledged",
    "226,acknowledged",
    "299,acknowledged",
    "300,refused"
  })
  void byStatusEach2xxCounts(int status, String outcome) {
    assertEquals(outcome, judge(status, "", Acknowledgement.STATUS));
  }
}
