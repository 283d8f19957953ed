package io.sagegate.kit;

/// Quotas that AWS Lambda sets for every function.
///
/// Source: Lambda Developer Guide, "Lambda quotas".
public final class LambdaQuota {
    /// The largest request or buffered response, in bytes (6 MB): Lambda refuses a larger one.
    public static final int PAYLOAD_BYTES = 6 * 1_024 * 1_024;

    private LambdaQuota() {}
}
