package io.sagegate.local.lambda;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// X-Ray's trace header. A well-formed root of the caller is kept, as AWS's fronts do.
record TraceHeader(String root, String parent) {
    private static final Pattern ROOT = Pattern.compile("(?:^|;)Root=(1-[0-9a-f]{8}-[0-9a-f]{24})(?:;|$)");
    private static final SecureRandom RANDOM = new SecureRandom();

    static TraceHeader of(String fromClient, Instant now) {
        Matcher given = ROOT.matcher(fromClient);
        String root = given.find() ? given.group(1) : "1-%08x-%s".formatted(now.getEpochSecond(), hex(12));
        return new TraceHeader(root, hex(8));
    }

    /// The header's value among the request's headers, for the function.
    String forClient() {
        return "Root=" + root;
    }

    /// The header's value in the Runtime API: always sampled, so that every local call leaves a trace.
    String forRuntime() {
        return "Root=" + root + ";Parent=" + parent + ";Sampled=1";
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
