package io.sagegate.sim.world;

import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// The exit of a streaming function: what its caller has until now, and whether it is still there.
final class SimExit implements StreamExit {
    /// Nanoseconds before the function's deadline at which the runtime gives up the caller.
    private static final long LAST_MOMENT = 500_000_000;

    private final Environment environment;
    private final Call call;
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;
    private boolean cut;
    private boolean ended;

    SimExit(Environment environment, Call call) {
        this.environment = environment;
        this.call = call;
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
    public void write(byte[] piece) throws IOException {
        var sim = Sim.get();
        var last = call.begun + Sending.TIMEOUT.toNanos() - LAST_MOMENT;
        sim.sleep(Math.min(10_000 + call.reader.nanos(), Math.max(10_000, last - sim.time())));
        if (call.reader.nanos() > 0 && sim.time() >= last) {
            throw gone("was too slow");
        }
        var left = call.reader.bytes() - body.size();
        body.write(piece, 0, (int) Math.min(piece.length, left));
        if (left < piece.length) {
            throw gone("has left");
        }
    }

    private IOException gone(String why) {
        cut = true;
        World.current().story().tell(call, "has a caller that " + why + " after " + body.size() + " bytes");
        return new IOException("nobody is there");
    }

    @Override
    public void end() {
        Sim.get().alive();
        if (cut) {
            World.current().breach("a cut is seen", call + " has nobody there, and ends as if it was whole");
        }
        ended = true;
    }

    @Override
    public void abort(String reasonCode) {
        cut = true;
        ended = true;
    }

    /// Tells the call what came.
    void tell() {
        if (!ended) {
            throw new IllegalStateException(environment + " did not end its answer");
        }
        call.status = status;
        call.cut = cut;
        call.answer = body.toString(StandardCharsets.UTF_8);
    }
}
