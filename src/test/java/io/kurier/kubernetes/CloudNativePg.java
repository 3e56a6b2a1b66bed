package io.kurier.kubernetes;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import java.util.List;
import java.util.Map;

/**
 * The keys of CloudNativePG's resources that the manifests use; no library has types for them. All
 * of them must be there, and no others.
 */
final class CloudNativePg {

  private CloudNativePg() {}

  /** Of api/v1/cluster_types.go in cloudnative-pg/cloudnative-pg: ClusterSpec. */
  record Cluster(String apiVersion, String kind, ObjectMeta metadata, ClusterSpec spec) {}

  record ClusterSpec(
      int instances,
      String imageName,
      Postgresql postgresql,
      Bootstrap bootstrap,
      Storage storage,
      Storage walStorage,
      Affinity affinity,
      ResourceRequirements resources,
      List<Plugin> plugins) {}

  /** PostgresConfiguration; parameters are texts. */
  record Postgresql(Synchronous synchronous, Map<String, String> parameters) {}

  /** SynchronousReplicaConfiguration. */
  record Synchronous(Method method, int number, Durability dataDurability) {}

  /** SynchronousReplicaConfigurationMethod. */
  enum Method {
    any,
    first
  }

  /** DataDurabilityLevel. */
  enum Durability {
    required,
    preferred
  }

  record Bootstrap(InitDb initdb) {}

  /** BootstrapInitDB. */
  record InitDb(String database, String owner, boolean dataChecksums) {}

  /** StorageConfiguration. */
  record Storage(String size) {}

  /** AffinityConfiguration. */
  record Affinity(String topologyKey, AntiAffinity podAntiAffinityType) {}

  /** PodAntiAffinityTypeRequired, -Preferred. */
  enum AntiAffinity {
    required,
    preferred
  }

  /** PluginConfiguration. */
  record Plugin(String name, boolean isWALArchiver, Map<String, String> parameters) {}

  /** Of api/v1/scheduledbackup_types.go in cloudnative-pg/cloudnative-pg. */
  record ScheduledBackup(
      String apiVersion, String kind, ObjectMeta metadata, ScheduledBackupSpec spec) {}

  record ScheduledBackupSpec(
      String schedule,
      boolean immediate,
      BackupOwner backupOwnerReference,
      Reference cluster,
      BackupMethod method,
      BackupPlugin pluginConfiguration) {}

  /** The kubebuilder enum of BackupOwnerReference. */
  enum BackupOwner {
    none,
    self,
    cluster
  }

  /** BackupMethod. */
  enum BackupMethod {
    barmanObjectStore,
    volumeSnapshot,
    plugin
  }

  record Reference(String name) {}

  /** BackupPluginConfiguration. */
  record BackupPlugin(String name) {}

  /**
   * Of config/crd/bases/barmancloud.cnpg.io_objectstores.yaml in
   * cloudnative-pg/plugin-barman-cloud.
   */
  record ObjectStore(String apiVersion, String kind, ObjectMeta metadata, ObjectStoreSpec spec) {}

  record ObjectStoreSpec(String retentionPolicy, Configuration configuration) {}

  record Configuration(
      String destinationPath,
      String endpointURL,
      S3Credentials s3Credentials,
      Wal wal,
      Data data) {}

  record S3Credentials(SecretKey accessKeyId, SecretKey secretAccessKey) {}

  record SecretKey(String name, String key) {}

  record Wal(WalCompression compression, int maxParallel) {}

  enum WalCompression {
    bzip2,
    gzip,
    lz4,
    snappy,
    xz,
    zstd
  }

  record Data(DataCompression compression) {}

  enum DataCompression {
    bzip2,
    gzip,
    snappy
  }
}
