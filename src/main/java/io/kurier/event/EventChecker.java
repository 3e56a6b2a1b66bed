package io.kurier.event;

import io.kurier.account.Caller;
import io.kurier.problem.DomainError;
import io.kurier.problem.Fault;
import io.kurier.problem.Faults;
import io.kurier.webhook.EventEntries;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Reads the events of a request and checks them against what their accounts know. */
@Singleton
class EventChecker {

  private final Function<String, Subscriptions> subscriptions;

  @Inject
  EventChecker(ActiveSubscriptions subscriptions) {
    this(subscriptions::of);
  }

  /**
   * @param subscriptions by account
   */
  EventChecker(Function<String, Subscriptions> subscriptions) {
    this.subscriptions = subscriptions;
  }

  /**
   * Reads and checks.
   *
   * @param accountId the account, or {@code *} where each event names its own
   * @throws DomainError where nothing of the request can be kept
   * @throws WorkBudget.Spent where the budget does not reach to the last event
   */
  Checked check(String accountId, Posted posted, WorkBudget budget) {
    EventRequest request = posted.read();
    boolean lines = request.shape() == EventRequest.Shape.LINES;
    Faults faults = new Faults();
    BrokenLines refused = new BrokenLines();
    List<Ingest.Addressed> good = new ArrayList<>(request.events().size());
    for (EventRequest.Placed each : request.events()) {
      Faults own = lines ? new Faults() : faults;
      int before = own.count();
      String account = account(accountId, each, posted.kind(), own);
      check(account, each, budget, own);
      if (budget.isSpent()) {
        throw new WorkBudget.Spent(each.pointer(), request.events().size());
      }
      if (own.count() == before) {
        good.add(new Ingest.Addressed(account, each.incoming(), lines ? each.line() : null));
      } else if (lines) {
        refused.add(each.line(), own.list());
      }
      if (faults.isFull()) {
        break;
      }
    }
    faults.throwIfAny();
    Checked checked = new Checked(request.shape(), good, request.broken(), refused);
    checked.requireAny();
    return checked;
  }

  private static String account(
      String accountId, EventRequest.Placed each, ContentKind kind, Faults faults) {
    if (!Caller.isEveryAccount(accountId)) {
      return accountId;
    }
    String own = each.incoming().accountId();
    if (own == null || !own.matches("[A-Za-z0-9_-]{1,64}")) {
      faults.add(
          each.pointer() + (kind.isCloud() ? "/data" : "") + "/account/accountId",
          "must name the account, as Kurier-Account is *");
      return "";
    }
    return own;
  }

  private void check(String accountId, EventRequest.Placed each, WorkBudget budget, Faults faults) {
    String type = each.incoming().type();
    if (EventEntries.isReserved(type)) {
      faults.add(each.pointer() + "/type", "is sent by Kurier alone");
      return;
    }
    Subscriptions known = subscriptions.apply(accountId);
    if (!known.knows(type)) {
      faults.add(each.pointer() + "/type", "is not a known event type");
      return;
    }
    budget.spendDeliveries(known.match(type, each.incoming().imported()).size());
    EventSchema schema = known.enforced(type);
    if (schema != null) {
      for (Fault fault : schema.check(each.incoming().body(), budget)) {
        faults.add(each.pointer() + fault.pointer(), fault.detail());
      }
    }
  }
}
