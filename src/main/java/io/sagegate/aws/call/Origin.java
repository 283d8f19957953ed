package io.sagegate.aws.call;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A web server: scheme, host and port.
public record Origin(boolean secure, String host, int port) {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /// Returns the server of a URI.
    ///
    /// @throws IllegalArgumentException if the URI is not that of a web server
    public static Origin of(URI uri) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        var secure = scheme.equals("https");
        if (uri.getHost() == null || !(secure || scheme.equals("http"))) {
            throw new IllegalArgumentException("not the address of a web server");
        }
        return new Origin(secure, uri.getHost(), uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS : HTTP);
    }

    /// The value of the `Host` field, which has the port only if it is not the scheme's default.
    String authority() {
        return port == (secure ? HTTPS : HTTP) ? host : host + ":" + port;
    }

    /// Gives the hash that a record would, without its cost on each call.
    @Override
    public int hashCode() {
        return 31 * host.hashCode() + port;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || (other instanceof Origin(var itsSecure, var itsHost, var itsPort)
                        && secure == itsSecure
                        && port == itsPort
                        && host.equals(itsHost));
    }

    /// Scheme, host and port as an address has them.
    String text() {
        return (secure ? "https://" : "http://") + authority();
    }

    URI uri() {
        return URI.create((secure ? "https://" : "http://") + host + ":" + port);
    }
}
