package io.sagegate.trace;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The parts of a caller's W3C `traceparent` that the gateway continues.
///
/// Source: W3C Trace Context §3.2 and Level 2 §3.2 (the random flag). A malformed value counts as none, as the
/// standard says, and so do two values.
///
/// @param traceId 32 lower-case hex digits, never all zero
/// @param flags the known flags that are set
record TraceParent(String traceId, int flags) {
    static final int SAMPLED = 1;

    /// The flag of Level 2 which says that the last 7 bytes of the trace id are random. Passed on unchanged.
    private static final int RANDOM = 2;

    private static final int LONGEST = 256;
    private static final Pattern FORM =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?");

    /// @param values the header's values in the request
    static Optional<TraceParent> of(List<String> values) {
        if (values.size() != 1 || values.getFirst().length() > LONGEST) {
            return Optional.empty();
        }
        var form = FORM.matcher(values.getFirst().strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        var known = form.group(1).equals("00");
        // Only a later version may have more fields. Only the first flag of a later version keeps its meaning.
        if (known && form.group(4) != null) {
            return Optional.empty();
        }
        var flags = Integer.parseInt(form.group(3), 16) & (known ? SAMPLED | RANDOM : SAMPLED);
        return Optional.of(new TraceParent(form.group(2), flags));
    }
}
