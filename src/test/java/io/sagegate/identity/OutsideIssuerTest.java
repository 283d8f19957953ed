package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.aws.http.CrtFetcher;
import io.sagegate.identity.jwks.JwksKeySource;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.LocalIssuer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// An issuer that nobody here wrote (mock-oauth2-server), over HTTP: discovery, key set, tokens.
final class OutsideIssuerTest {
    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256"})
    void tokensOfAnOutsideIssuerAreVerified(String algorithm) {
        try (var issuer = LocalIssuer.start(algorithm)) {
            var clock = InstantSource.system();
            var verifier = new TokenVerifier(new JwksKeySource(new CrtFetcher(LocalCalls.wire()), clock, true), clock);
            var trusted = List.of(new TrustedIssuer(
                    "local",
                    issuer.uri().toString(),
                    Set.of(LocalIssuer.AUDIENCE),
                    Set.of(algorithm),
                    TestIssuer.CLAIMS,
                    false,
                    Optional.empty(),
                    Duration.ZERO));
            var alice = (TokenVerifier.Verified) verifier.verify(issuer.token("alice"), trusted);
            assertThat(alice.token().user().members())
                    .containsExactlyInAnyOrder("local:sub:alice", "local:group:clinicians");
            for (var refused : Map.of(
                            issuer.expiredToken("alice"), "token_expired",
                            issuer.wrongAudienceToken("alice"), "wrong_audience",
                            issuer.otherIssuerToken("alice"), "unknown_issuer",
                            issuer.token("alice", Map.of("groups", Map.of("a", 1))), "unusable_claim")
                    .entrySet()) {
                assertThat(TestIssuer.outcome(verifier.verify(refused.getKey(), trusted)))
                        .isEqualTo(refused.getValue());
            }
        }
    }
}
