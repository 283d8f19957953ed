package io.sagegate.trace;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A caller's W3C `traceparent`: what of it goes on.
///
/// Source: W3C Trace Context §3.2 and Level 2 §3.2 (the random flag). Anything malformed counts as none, as the
/// standard says, and so does a second value.
///
/// @param traceId 32 lower-case hex digits, never all zero
/// @param flags those of the known flags that are set
record TraceParent(String traceId, int flags) {
    static final int SAMPLED = 1;

    /// Level 2: the last 7 bytes of the trace id are random. Goes on unchanged.
    private static final int RANDOM = 2;

    private static final int LONGEST = 256;
    private static final Pattern FORM =
            Pattern.compile("(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(-.*)?");

    /// @param values of the header, as the request has them
    static Optional<TraceParent> of(List<String> values) {
        if (values.size() != 1 || values.getFirst().length() > LONGEST) {
            return Optional.empty();
        }
        var form = FORM.matcher(values.getFirst().strip());
        if (!form.matches()) {
            return Optional.empty();
        }
        var known = form.group(1).equals("00");
        // Only a later version may have more fields, and of its flags only the first keeps its meaning.
        if (known && form.group(4) != null) {
            return Optional.empty();
        }
        var flags = Integer.parseInt(form.group(3), 16) & (known ? SAMPLED | RANDOM : SAMPLED);
        return Optional.of(new TraceParent(form.group(2), flags));
    }
}
