package io.sagegate.async;

import java.time.Duration;

/// The needs of results and uploads: a table for tickets, and a bucket.
///
/// @param bucket the gateway's own: uploads under `uploads/`, results and failures under `results/`
/// @param keep how long a ticket works; objects are kept as long by the bucket's own rules
public record LargeCalls(Tickets tickets, ObjectStore objects, String bucket, Duration keep) {
    private static final String RESULTS = "results/";

    /// Whether the gateway may read what SageMaker says it will write there.
    public boolean isResult(ObjectPlace place) {
        return place.isUnder(bucket, RESULTS);
    }
}
