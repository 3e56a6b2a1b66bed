package io.kurier.kubernetes;

import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.Rule;
import java.util.List;

/** The alerts of the overlay production. */
final class Alerts {

  private Alerts() {}

  static List<Rule> all() {
    return Overlay.of("production").the(PrometheusRule.class).getSpec().getGroups().stream()
        .flatMap(group -> group.getRules().stream())
        .toList();
  }

  static List<String> expressions() {
    return all().stream().map(rule -> rule.getExpr().getStrVal()).toList();
  }
}
