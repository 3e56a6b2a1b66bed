package io.kurier.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.kurier.network.Cidr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The cluster's network lets through what the guard does, and no more. */
class NetworkPolicyTest {

  private static final Path POLICY = Path.of("k8s", "base", "networkpolicy.yaml");
  private static final Pattern BLOCK =
      Pattern.compile("cidr: (\\S+)\\s+except:\\s+((?:- \\S+(?: #[^\\n]*)?\\s+)+)");
  private static final Pattern ENTRY = Pattern.compile("- (\\S+)");

  /** All of IPv4, and of IPv6 what is assigned. */
  private static final List<String> WHOLE = List.of("0.0.0.0/0", "2000::/3");

  /** What carries an IPv4 address is judged by that one, which a network can't do. */
  private static final String SIX_TO_FOUR = "2002::/16";

  @Test
  void thePolicyHasTheGuardsNetworks() throws IOException {
    var policy = new TreeSet<String>();
    var blocks = BLOCK.matcher(Files.readString(POLICY) + "\n");
    var whole = new TreeSet<String>();
    while (blocks.find()) {
      whole.add(Cidr.parse(blocks.group(1)).toString());
      var entries = ENTRY.matcher(blocks.group(2));
      while (entries.find()) {
        policy.add(Cidr.parse(entries.group(1)).toString());
      }
    }
    var expected = new TreeSet<String>();
    TargetGuard.SPECIAL.stream()
        .filter(NetworkPolicyTest::isWithin)
        .forEach(network -> expected.add(network.toString()));
    expected.add(Cidr.parse(SIX_TO_FOUR).toString());
    assertEquals(expected, policy);
    var all = new TreeSet<String>();
    WHOLE.forEach(each -> all.add(Cidr.parse(each).toString()));
    assertEquals(all, whole);
  }

  private static boolean isWithin(Cidr network) {
    return WHOLE.stream().anyMatch(whole -> Cidr.parse(whole).contains(network.address()));
  }
}
