package io.sagegate.audit;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Links the lines of one execution environment. Not thread-safe: [ChainedAuditLog] guards it.
///
/// A line ends in `,"chain":{"id":I,"sequence":N,"previous":P,"hash":H}}}`. H is the SHA-256, in lower-case hex,
/// of the line's bytes from its first to the one before `,"hash":`. P is the H of line N-1 of the same chain,
/// or 64 zeros for N = 0; it is among the hashed bytes, so H covers every line before it.
final class HashChain {
    static final String START = "0".repeat(64);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final MessageDigest sha256 = sha256();
    private final String id;
    private long next;
    private String previous = START;
    private String sealed = START;

    HashChain() {
        var random = new byte[16];
        RANDOM.nextBytes(random);
        id = HexFormat.of().formatHex(random);
    }

    /// The sealed line, ending in a line feed. It counts only once [#commit] is called.
    byte[] seal(OcsfWriter.Draft draft) {
        var open = draft.facts() + ",\"metadata\":" + draft.metadata() + ",\"uid\":\"" + id + "-" + next
                + "\",\"sequence\":" + next + "}" + draft.extras() + ",\"chain\":{\"id\":\"" + id + "\",\"sequence\":"
                + next + ",\"previous\":\"" + previous + "\"";
        sealed = HexFormat.of().formatHex(sha256.digest(open.getBytes(StandardCharsets.US_ASCII)));
        return (open + ",\"hash\":\"" + sealed + "\"}}}\n").getBytes(StandardCharsets.US_ASCII);
    }

    /// The line last sealed has been written: the next one follows it.
    ChainHead commit() {
        var head = new ChainHead(id, next, sealed);
        previous = sealed;
        next++;
        return head;
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
