package io.sagegate.audit.chain;

import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.kit.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Links the audit lines of one execution environment. Not thread-safe: [ChainedAuditLog] guards it.
///
/// A line ends in `,"chain":{"id":I,"sequence":N,"previous":P,"hash":H}}}`. H is the SHA-256 of all bytes of the line
/// before `,"hash":`, in lower-case hex. P is the H of line N-1 of the same chain, or 64 zeros for N = 0. P is among
/// the hashed bytes, so H covers every earlier line.
final class HashChain {
    static final String START = "0".repeat(64);
    private static final byte[] METADATA = ascii(",\"metadata\":");

    /// Length of `,"hash":"H"}}}` and the line feed, in bytes.
    private static final int END = 78;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final MessageDigest sha256 = Sha256.digest();
    private final String id;
    private long next;
    private String previous = START;
    private String sealed = START;

    HashChain() {
        var random = new byte[16];
        RANDOM.nextBytes(random);
        id = HexFormat.of().formatHex(random);
    }

    /// Returns the sealed line, ending in a line feed. It becomes part of the chain only when [#commit] is called.
    byte[] seal(OcsfWriter.Draft draft) {
        var uid = ascii(",\"uid\":\"" + id + "-" + next + "\",\"sequence\":" + next + "}");
        var link =
                ascii(",\"chain\":{\"id\":\"" + id + "\",\"sequence\":" + next + ",\"previous\":\"" + previous + "\"");
        var line = ByteBuffer.allocate(
                        METADATA.length + draft.metadata().length + uid.length + draft.end() + link.length + END)
                .put(draft.line(), 0, draft.factsEnd())
                .put(METADATA)
                .put(draft.metadata())
                .put(uid)
                .put(draft.line(), draft.factsEnd(), draft.end() - draft.factsEnd())
                .put(link);
        sha256.update(line.array(), 0, line.position());
        sealed = HexFormat.of().formatHex(sha256.digest());
        return line.put(ascii(",\"hash\":\"" + sealed + "\"}}}\n")).array();
    }

    /// Commits the last sealed line, which has been written. The next line follows it.
    ChainHead commit() {
        var head = new ChainHead(id, next, sealed);
        previous = sealed;
        next++;
        return head;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
