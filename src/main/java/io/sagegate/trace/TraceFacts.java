package io.sagegate.trace;

import java.util.Optional;

/// Where the request stands in traces.
///
/// @param root X-Ray's trace id, such as `1-5759e988-bd862e3fe1be46a994272793`, or empty
/// @param parent the id of the segment above ours, or empty
/// @param traceParent the W3C `traceparent` that went to the model; where none was called, to the caller
public record TraceFacts(String root, String parent, boolean sampled, String traceParent) {
    /// The caller's own W3C trace id, where its trace is another than X-Ray's.
    public Optional<String> foreignTraceId() {
        if (root.isEmpty() || traceParent.length() < 36) {
            return Optional.empty();
        }
        var id = traceParent.substring(3, 35);
        return root.replace("-", "").endsWith(id) ? Optional.empty() : Optional.of(id);
    }
}
