package io.sagegate.lambda;

import io.sagegate.api.Request;
import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;

/// The function as [Composition] builds it, for the simulation.
public final class SimFunction {
    private final Composition parts;

    /// @param out takes the audit lines
    public SimFunction(Map<String, String> environment, OutputStream out) {
        this.parts = Composition.of(Settings.of(environment), out);
    }

    public Response handle(Request request) {
        return parts.gateway().handle(request, Optional::of);
    }

    public void handle(Request request, StreamExit exit) throws IOException {
        parts.gateway().handle(request, exit);
    }

    /// The first work in a copy of a snapshot.
    public void renew() {
        parts.renew();
    }
}
