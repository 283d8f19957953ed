package io.sagegate.aws.call;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A server as HTTP knows it: scheme, host and port.
public record Origin(boolean secure, String host, int port) {
    private static final int HTTPS = 443;
    private static final int HTTP = 80;

    /// The server of an address.
    ///
    /// @throws IllegalArgumentException if the address is not that of a web server
    public static Origin of(URI uri) {
        var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        var secure = scheme.equals("https");
        if (uri.getHost() == null || !(secure || scheme.equals("http"))) {
            throw new IllegalArgumentException("not the address of a web server");
        }
        return new Origin(secure, uri.getHost(), uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS : HTTP);
    }

    /// The `Host` field's value: the port only where it is not the scheme's own.
    String authority() {
        return port == (secure ? HTTPS : HTTP) ? host : host + ":" + port;
    }

    /// As a record's own would be, without its cost on each call.
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
