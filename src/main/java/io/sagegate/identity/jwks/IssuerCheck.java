package io.sagegate.identity.jwks;

import io.sagegate.identity.TrustedIssuer;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// Looks at an issuer's keys once, with the same rules as the gateway, for those who operate it.
public final class IssuerCheck {
    private final Fetcher fetcher;
    private final boolean allowLoopbackHttp;

    /// @param allowLoopbackHttp whether `http` on a loopback address is accepted: on a developer's machine only
    public IssuerCheck(Fetcher fetcher, boolean allowLoopbackHttp) {
        this.fetcher = fetcher;
        this.allowLoopbackHttp = allowLoopbackHttp;
    }

    /// The outcome of the check.
    public sealed interface Result {
        /// No keys could be had.
        record Unreachable(String why) implements Result {}

        /// Keys came.
        ///
        /// @param algorithms what the usable keys verify
        /// @param refused how many keys for signatures are not usable
        record Fetched(Set<String> algorithms, int refused) implements Result {}
    }

    public Result of(TrustedIssuer issuer) {
        var last = new Last();
        try {
            var usable = new KeySetFetcher(issuer, last, allowLoopbackHttp).fetch(KeySlot.Cause.UNKNOWN_KEY);
            var algorithms = new TreeSet<String>();
            usable.forEach(key -> algorithms.addAll(key.algorithms()));
            return new Result.Fetched(algorithms, last.signatureKeys() - usable.size());
        } catch (IOException | JsonException e) {
            return new Result.Unreachable(String.valueOf(e.getMessage()));
        }
    }

    /// Remembers the newest document, which is the key set.
    private final class Last implements Fetcher {
        private byte[] body = new byte[0];

        @Override
        public byte[] get(URI uri) throws IOException {
            body = fetcher.get(uri);
            return body;
        }

        int signatureKeys() throws JsonException {
            var keys = Json.readObject(body, JsonLimits.IDENTITY).get("keys");
            return keys instanceof List<?> list
                    ? (int) list.stream()
                            .filter(key -> key instanceof Map<?, ?> jwk && !"enc".equals(jwk.get("use")))
                            .count()
                    : 0;
        }
    }
}
