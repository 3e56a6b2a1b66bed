package io.kurier.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;

/**
 * The keys of an ExternalSecret that the manifests use, of
 * apis/externalsecrets/v1/externalsecret_types.go in external-secrets/external-secrets; no library
 * has a type for it. All of them must be there, and no others.
 */
record ExternalSecret(String apiVersion, String kind, ObjectMeta metadata, Spec spec) {

  record Spec(String refreshInterval, StoreRef secretStoreRef, Target target, List<Datum> data) {}

  record StoreRef(StoreKind kind, String name) {}

  enum StoreKind {
    SecretStore,
    ClusterSecretStore
  }

  record Target(String name) {}

  record Datum(String secretKey, RemoteRef remoteRef) {}

  record RemoteRef(String key, String property) {}
}
