package io.sagegate.local.lambda;

/// Lambda's own bounds.
public final class Limits {
    /// Bytes of a synchronous invocation's event and of its buffered response.
    public static final int PAYLOAD = 6_291_556;

    /// Bytes of a streamed response.
    public static final long STREAM = 200L * 1024 * 1024;

    /// The streaming prelude must fit in the first bytes of the stream.
    public static final int PRELUDE = 16 * 1024;

    private Limits() {}
}
