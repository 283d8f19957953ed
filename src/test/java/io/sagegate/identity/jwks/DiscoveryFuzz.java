package io.sagegate.identity.jwks;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.identity.TestIssuer;
import io.sagegate.identity.TestKey;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.json.JsonException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;

/// A discovery document leads to a key set of the issuer's own origin over https, or nowhere.
public final class DiscoveryFuzz implements FuzzTarget {
    private final TrustedIssuer issuer = new TestIssuer(TestKey.of("k1", "ES256")).trusted();

    @Override
    public void accept(byte[] input) {
        var asked = new ArrayList<URI>();
        Fetcher fetcher = uri -> {
            asked.add(uri);
            return input;
        };
        try {
            new KeySetFetcher(issuer, fetcher, false).fetch(KeySlot.Cause.UNKNOWN_KEY);
        } catch (IOException | JsonException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
        assertThat(asked).hasSizeBetween(1, 2).allSatisfy(uri -> {
            assertThat(uri.getScheme()).isEqualTo("https");
            assertThat(uri.getHost())
                    .isEqualToIgnoringCase(URI.create(issuer.issuer()).getHost());
            assertThat(uri.getPort()).isIn(-1, 443);
            assertThat(uri.getUserInfo()).isNull();
        });
    }
}
