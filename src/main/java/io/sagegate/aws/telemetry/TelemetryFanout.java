package io.sagegate.aws.telemetry;

import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.Telemetry;
import java.util.List;

/// Several telemetries as one.
public record TelemetryFanout(List<Telemetry> parts) implements Telemetry {
    public TelemetryFanout {
        parts = List.copyOf(parts);
    }

    @Override
    public void record(AuditEvent event) {
        parts.forEach(part -> part.record(event));
    }
}
