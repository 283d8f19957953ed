package io.sagegate.api;

import io.sagegate.http.Headers;
import java.io.IOException;

/// The exit of a function that can send an answer while the model works. One thread uses it for one request. Each
/// method throws if the client no longer takes the answer.
public interface StreamExit {
    /// Sends a whole answer; nothing follows.
    void send(Response response) throws IOException;

    /// Begins a streamed answer.
    void begin(int status, Headers headers) throws IOException;

    /// Sends a piece now. Returns once it is on its way, so a slow client slows the whole line down.
    void write(byte[] piece) throws IOException;

    /// Ends a whole answer.
    void end() throws IOException;

    /// Ends an answer that is not whole, so that the client can see this.
    void abort(String reasonCode) throws IOException;
}
