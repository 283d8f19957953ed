package io.sagegate.aws.telemetry;

import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.Telemetry;
import java.util.List;

/// Passes each event to several telemetries.
public record TelemetryFanout(List<Telemetry> parts) implements Telemetry {
    public TelemetryFanout {
        parts = List.copyOf(parts);
    }

    @Override
    public void record(AuditEvent event) {
        parts.forEach(part -> part.record(event));
    }
}
