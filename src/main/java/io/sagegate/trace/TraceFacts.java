package io.sagegate.trace;

import java.util.Optional;

/// A request's place in traces, for the record.
///
/// @param root X-Ray's trace id, such as `1-5759e988-bd862e3fe1be46a994272793`, or empty
/// @param parent the id of the parent segment, or empty
/// @param traceParent the W3C `traceparent` that went to the model, or to the caller if no model was called
public record TraceFacts(String root, String parent, boolean sampled, String traceParent) {
    /// The caller's own W3C trace id, if its trace is not X-Ray's.
    public Optional<String> foreignTraceId() {
        if (root.isEmpty() || traceParent.length() < 36) {
            return Optional.empty();
        }
        var id = traceParent.substring(3, 35);
        return root.replace("-", "").endsWith(id) ? Optional.empty() : Optional.of(id);
    }
}
