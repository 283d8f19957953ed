package io.sagegate.gateway;

import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.gateway.PortFaults.Port;
import io.sagegate.gateway.PortFaults.Work;
import io.sagegate.http.Headers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// A way out that takes what it is given, unless its port is broken.
final class BrokenExit implements StreamExit {
    private final PortFaults faults;
    final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    Optional<Integer> status = Optional.empty();
    Optional<Headers> headers = Optional.empty();
    boolean begun;
    boolean ended;
    boolean aborted;

    BrokenExit(PortFaults faults) {
        this.faults = faults;
    }

    private void call(Port port, Work<Boolean, IOException> work) throws IOException {
        faults.call(port, work, Optional.of(new IOException(PortFaults.MARKER)), List.of());
    }

    private boolean head(int newStatus, Headers newHeaders) {
        status = Optional.of(newStatus);
        headers = Optional.of(newHeaders);
        return true;
    }

    @Override
    public void send(Response response) throws IOException {
        call(Port.EXIT_LAST, () -> {
            sent.writeBytes(response.body());
            ended = true;
            return head(response.status(), response.headers());
        });
    }

    @Override
    public void begin(int newStatus, Headers newHeaders) throws IOException {
        call(Port.EXIT_PIECES, () -> {
            begun = true;
            return head(newStatus, newHeaders);
        });
    }

    @Override
    public void write(byte[] piece) throws IOException {
        call(Port.EXIT_PIECES, () -> {
            sent.writeBytes(piece);
            return true;
        });
    }

    @Override
    public void end() throws IOException {
        ended = true;
        call(Port.EXIT_LAST, () -> true);
    }

    @Override
    public void abort(String reasonCode) throws IOException {
        aborted = true;
        call(Port.EXIT_LAST, () -> true);
    }
}
