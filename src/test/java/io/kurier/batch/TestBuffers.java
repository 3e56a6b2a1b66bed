package io.kurier.batch;

import io.kurier.share.Pools;
import io.kurier.support.NoMeters;

/** Makes buffers outside of the service. */
public final class TestBuffers {

  private TestBuffers() {}

  public static BatchBuffers before(BatchSink sink, Pools pools) {
    return new BatchBuffers(sink, pools, NoMeters.INSTANCE);
  }
}
