package io.kurier.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.kurier.support.LogLines;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AccountsTest {

  @Inject AccountStore store;
  @Inject Pool pool;

  @AfterEach
  void forgetTheKey() {
    pool.query("delete from api_key").executeAndAwait();
  }

  @Test
  void nodesThatStartAtOnceMakeOneKeyAndShowItOnce() {
    Accounts one = new Accounts(Optional::empty, store);
    Accounts other = new Accounts(Optional::empty, store);
    List<String> lines;
    try (LogLines log = new LogLines(Accounts.class.getName())) {
      Uni.join().all(one.start(), other.start()).andFailFast().await().indefinitely();
      new Accounts(Optional::empty, store).start().await().indefinitely();
      lines = log.all();
    }

    assertEquals(1, lines.size());
    String key = lines.getFirst().replaceFirst("admin_key.made key=(\\S+) .*", "$1");
    assertTrue(key.matches("kurier_[A-Za-z0-9_-]{43}"), key);
    assertTrue(one.isAdmin(key));
    assertTrue(other.isAdmin(key));
    assertFalse(one.isAdmin(key + "x"));
  }

  @Test
  void whereTheSettingsGiveAKeyNoOtherCounts() {
    Accounts before = new Accounts(Optional::empty, store);
    String made;
    try (LogLines log = new LogLines(Accounts.class.getName())) {
      before.start().await().indefinitely();
      made = log.all().getFirst().replaceFirst("admin_key.made key=(\\S+) .*", "$1");
    }
    Accounts after = new Accounts(() -> Optional.of("given-by-the-settings\n"), store);
    after.start().await().indefinitely();

    assertTrue(after.isAdmin("given-by-the-settings"));
    assertFalse(after.isAdmin(made));
  }

  @Test
  void beforeTheKeysAreKnownNobodyIsLetIn() {
    assertFalse(new Accounts(Optional::empty, store).isAdmin(""));
  }
}
