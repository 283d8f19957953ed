package io.sagegate.gateway;

import io.sagegate.api.Response;
import io.sagegate.api.StreamExit;
import io.sagegate.http.Headers;

/// A way out that keeps nothing, for tests of the record alone.
final class Nowhere implements StreamExit {
    @Override
    public void send(Response response) {}

    @Override
    public void begin(int status, Headers headers) {}

    @Override
    public void write(byte[] piece) {}

    @Override
    public void end() {}

    @Override
    public void abort(String reasonCode) {}
}
