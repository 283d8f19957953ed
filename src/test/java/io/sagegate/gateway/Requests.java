package io.sagegate.gateway;

import io.sagegate.api.Request;
import io.sagegate.reason.Reason;
import java.time.Instant;
import java.util.Optional;

/// Requests that differ from another one in a single part.
final class Requests {
    private Requests() {}

    static Request numbered(Request own, String id) {
        return of(own, id, own.method(), own.path(), own.deadline(), own.defect());
    }

    static Request at(Request own, String path) {
        return at(own, own.method(), path);
    }

    static Request at(Request own, String method, String path) {
        return of(own, own.id(), method, path, own.deadline(), own.defect());
    }

    static Request until(Request own, Instant deadline) {
        return of(own, own.id(), own.method(), own.path(), deadline, own.defect());
    }

    static Request broken(Request own, Reason defect) {
        return of(own, own.id(), own.method(), own.path(), own.deadline(), Optional.of(defect));
    }

    private static Request of(
            Request own, String id, String method, String path, Instant deadline, Optional<Reason> defect) {
        return new Request(
                id,
                own.eventId(),
                own.entry(),
                method,
                path,
                own.headers(),
                own.body(),
                own.sourceIp(),
                own.iam(),
                own.traceHeader(),
                deadline,
                defect);
    }
}
