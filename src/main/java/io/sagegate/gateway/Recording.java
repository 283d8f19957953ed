package io.sagegate.gateway;

import io.sagegate.api.Response;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditLog;
import io.sagegate.audit.Telemetry;
import io.sagegate.gateway.CallStage.Attempted;
import io.sagegate.gateway.CallStage.Guarded;
import io.sagegate.gateway.Settling.Settled;
import io.sagegate.gateway.stream.StreamEnd;
import io.sagegate.kit.Deadline;
import java.time.Duration;
import java.time.InstantSource;

/// Writes the record: one attempt before the model is called, and one completion for each request. Throws if a line
/// cannot be written.
record Recording(AuditLog audit, Telemetry telemetry, InstantSource clock) {
    /// Kept for the answer's own way out of the function.
    private static final Duration FOR_ANSWER = Duration.ofMillis(50);

    /// Records that the model is about to be called.
    Step<Attempted> attempt(Guarded guarded) {
        audit.write(AuditFacts.attempt(guarded));
        return Step.go(new Attempted(guarded));
    }

    /// Records the end of a request whose answer was whole.
    void completion(Settled settled, Outcome outcome, Response response) {
        write(settled, AuditFacts.completion(settled, outcome, response));
    }

    /// Records the end of a request whose answer was streamed.
    void completion(Settled settled, StreamEnd end) {
        write(settled, AuditFacts.completion(settled, end));
    }

    /// Metrics and traces that fail keep no answer back: the record is written by then.
    private void write(Settled settled, AuditEvent event) {
        var deadline = settled.last().received().request().deadline();
        audit.write(event, new Deadline(deadline, clock).keeping(FOR_ANSWER));
        try {
            telemetry.record(event);
        } catch (Throwable e) {
            settled.last().received().faults().failed(e);
        }
    }
}
