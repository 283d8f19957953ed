package io.sagegate.api;

import io.sagegate.http.Headers;
import java.io.IOException;

/// The way out of a function that can answer while the model still works. One request, one thread; each method
/// throws when nobody takes the answer any more.
public interface StreamExit {
    /// Answers in one piece; nothing follows.
    void send(Response response) throws IOException;

    /// Begins an answer in pieces.
    void begin(int status, Headers headers) throws IOException;

    /// Sends a piece now. Returns when it is on its way, so a slow taker slows the whole line down.
    void write(byte[] piece) throws IOException;

    /// The answer is whole.
    void end() throws IOException;

    /// The answer cannot be finished: whoever takes it must see that it is not whole.
    void abort(String reasonCode) throws IOException;
}
