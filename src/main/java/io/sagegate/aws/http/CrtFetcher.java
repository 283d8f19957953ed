package io.sagegate.aws.http;

import io.sagegate.aws.call.Fields;
import io.sagegate.aws.call.Origin;
import io.sagegate.aws.call.Outgoing;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.aws.call.Wire;
import io.sagegate.identity.jwks.Fetcher;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/// Fetches key sets and discovery documents: no redirects, at most [#MAX_BYTES]. The whole exchange ends within
/// [#TIMEOUT], however slowly the server sends.
public final class CrtFetcher implements Fetcher {
    static final int MAX_BYTES = 262_144;
    /// Seconds for one request.
    public static final Duration TIMEOUT = Duration.ofSeconds(3);

    private static final byte[] NOTHING = {};

    private final Wire wire;

    public CrtFetcher(Wire wire) {
        this.wire = wire;
    }

    @Override
    public byte[] get(URI uri) throws IOException {
        var request = new Outgoing("GET", path(uri), new Fields().add("Accept", "application/json"), NOTHING);
        var answer = wire.answer(origin(uri), request, MAX_BYTES, TimeLeft.of(TIMEOUT));
        if (answer.status() != 200) {
            throw new IOException("status " + answer.status());
        }
        return answer.body();
    }

    private static Origin origin(URI uri) throws IOException {
        try {
            return Origin.of(uri);
        } catch (IllegalArgumentException e) {
            throw new IOException("no address to fetch from", e);
        }
    }

    private static String path(URI uri) {
        var path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
    }
}
