package io.sagegate.gateway.stream;

import io.sagegate.kit.Sha256;
import io.sagegate.reason.Reason;
import java.security.MessageDigest;
import java.util.HexFormat;

/// Counts and hashes the bytes that were sent.
public final class SentBytes {
    private final MessageDigest digest = Sha256.digest();
    private long count;

    public void add(byte[] piece) {
        digest.update(piece);
        count += piece.length;
    }

    public StreamEnd end(Reason reason, boolean cut) {
        return new StreamEnd(reason, count, HexFormat.of().formatHex(digest.digest()), cut);
    }
}
