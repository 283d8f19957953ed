package io.sagegate.sim.world;

import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.http.Headers;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The exit of a streaming function: what its caller has until now.
final class SimExit implements StreamExit {
    private final Environment environment;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private boolean cut;
    private boolean ended;

    SimExit(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void send(Response response) {
        begin(response.status(), response.headers());
        body.writeBytes(response.body());
        ended = true;
    }

    @Override
    public void begin(int code, Headers headers) {
        Sim.get().alive();
        status = code;
    }

    @Override
    public void write(byte[] piece) {
        Sim.get().sleep(10_000);
        body.writeBytes(piece);
    }

    @Override
    public void end() {
        Sim.get().alive();
        ended = true;
    }

    @Override
    public void abort(String reasonCode) {
        cut = true;
        ended = true;
    }

    /// Tells the call what came.
    void into(Call call) {
        if (!ended) {
            throw new IllegalStateException(environment + " did not end its answer");
        }
        call.status = status;
        call.cut = cut;
        call.answer = body.toString(StandardCharsets.UTF_8);
    }
}
