package io.sagegate.identity.jwks;

import java.io.IOException;
import java.net.URI;

/// Port: reads a small document over HTTPS. Follows no redirects; bounded in time and size.
public interface Fetcher {
    /// Returns the body of a 200 answer.
    ///
    /// @throws IOException for any other outcome: refused, late, too large, redirected
    byte[] get(URI uri) throws IOException;
}
