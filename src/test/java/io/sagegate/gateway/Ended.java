package io.sagegate.gateway;

import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.gateway.PortFaults.Port;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The part of a call that its caller sees.
///
/// @param begun whether the answer went out in pieces
/// @param isWhole whether the caller can tell that it is whole
record Ended(int status, String head, String body, boolean begun, boolean isWhole, Optional<Throwable> thrown) {
    static Ended of(BreakableLine line, NthCallTest.Scenario scenario) {
        var request = scenario.kind().of(scenario.caller(), line.clock.instant());
        if (scenario.streams()) {
            return streamed(line, request);
        }
        try {
            var response = line.gateway.handle(request, answer -> encoded(line, answer));
            return new Ended(
                    response.status(),
                    response.headers().toString(),
                    text(response.body()),
                    false,
                    true,
                    Optional.empty());
        } catch (RuntimeException | Error e) {
            return new Ended(0, "", "", false, false, Optional.of(e));
        }
    }

    private static Optional<Response> encoded(BreakableLine line, Response answer) {
        return line.faults.call(Port.ENCODER, () -> Optional.of(answer), List.of(Optional.empty()));
    }

    private static Ended streamed(BreakableLine line, Request request) {
        var exit = new BrokenExit(line.faults);
        Optional<Throwable> thrown = Optional.empty();
        try {
            line.gateway.handle(request, exit);
        } catch (IOException | RuntimeException | Error e) {
            thrown = Optional.of(e);
        }
        return new Ended(
                exit.status.orElse(0),
                exit.headers.map(Object::toString).orElse(""),
                text(exit.sent.toByteArray()),
                exit.begun,
                exit.ended && !exit.aborted,
                thrown);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.ISO_8859_1);
    }

    String text() {
        return head + body;
    }
}
