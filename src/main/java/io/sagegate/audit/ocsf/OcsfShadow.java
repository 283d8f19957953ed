package io.sagegate.audit.ocsf;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.policy.Shadowed;
import java.io.IOException;
import java.util.List;

/// Writes what rules in shadow would have done: `shadow` in `unmapped`.
final class OcsfShadow {
    /// Rules on one line: further ones say the same again, and a line is bounded.
    private static final int MOST = 16;

    private OcsfShadow() {}

    static void write(JsonGenerator json, List<Shadowed> shadowed) throws IOException {
        if (shadowed.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("shadow");
        for (var one : shadowed.subList(0, Math.min(shadowed.size(), MOST))) {
            json.writeStartObject();
            json.writeStringField("kind", one.kind().code());
            json.writeStringField("rule", Text.bounded(one.rule(), 256));
            if (one.refusal().isPresent()) {
                json.writeStringField("would", "refuse");
                json.writeStringField("reason", one.refusal().get().code());
            } else {
                json.writeStringField("would", "change");
                json.writeNumberField("masked", one.masked());
                json.writeNumberField("dropped_bytes", one.dropped());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
