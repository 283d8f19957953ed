package io.sagegate.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.aws.http.CrtFetcher;
import io.sagegate.identity.jwks.JwksKeySource;
import io.sagegate.local.LocalCalls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A second issuer that nobody here wrote: npm's oidc-provider, with `at+jwt` access tokens and EdDSA.
///
/// `mvn -Poutside -Dtest=OidcProviderTest test` installs and starts it; Node.js is needed.
@EnabledIfSystemProperty(named = "sagegate.oidcProvider", matches = ".+")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OidcProviderTest {
    private static final String AUDIENCE = "api://sagegate";

    private Process node;
    private String issuer;

    @BeforeAll
    void start() throws IOException {
        var home = Path.of(Objects.requireNonNull(System.getProperty("sagegate.oidcProvider")));
        try (var script = Objects.requireNonNull(getClass().getResourceAsStream("/oidc-provider/issuer.mjs"))) {
            Files.copy(script, home.resolve("issuer.mjs"), StandardCopyOption.REPLACE_EXISTING);
        }
        node = new ProcessBuilder("node", "issuer.mjs")
                .directory(home.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        var out = new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8));
        issuer = out.lines()
                .filter(line -> line.startsWith("http"))
                .findFirst()
                .orElseThrow(() -> new IOException("node ended without an issuer"));
    }

    @AfterAll
    void stop() {
        node.destroy();
    }

    private String token(HttpClient http, String algorithm) throws IOException, InterruptedException {
        var basic =
                Base64.getEncoder().encodeToString((algorithm + ":loopback-only").getBytes(StandardCharsets.US_ASCII));
        var request = HttpRequest.newBuilder(URI.create(issuer + "/token"))
                .header("authorization", "Basic " + basic)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials&scope=infer%20read"))
                .build();
        var answer = http.send(request, BodyHandlers.ofString());
        return new ObjectMapper().readTree(answer.body()).path("access_token").asText();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RS256", "PS256", "ES256", "EdDSA"})
    void accessTokensOfRfc9068AreVerified(String algorithm) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var clock = InstantSource.system();
            var verifier = new TokenVerifier(new JwksKeySource(new CrtFetcher(LocalCalls.wire()), clock, true), clock);
            var token = token(client, algorithm);
            var user = ((TokenVerifier.Verified) verifier.verify(token, List.of(trusted(AUDIENCE, algorithm))))
                    .token()
                    .user();
            assertThat(user.subject()).isEqualTo(algorithm);
            assertThat(user.groups()).containsExactly("infer", "read");
            assertThat(TestIssuer.outcome(verifier.verify(token, List.of(trusted("api://other", algorithm)))))
                    .isEqualTo("wrong_audience");
            assertThat(TestIssuer.outcome(verifier.verify(token, List.of(trusted(AUDIENCE, "ES384")))))
                    .isEqualTo("unsupported_token");
        }
    }

    private TrustedIssuer trusted(String audience, String algorithm) {
        return new TrustedIssuer(
                "npm",
                issuer,
                Set.of(audience),
                Set.of(algorithm),
                new ClaimRules("aud", List.of("sub"), List.of("scope"), ClaimRules.GroupsFormat.SCOPE, false, Map.of()),
                true,
                Optional.empty(),
                Duration.ZERO);
    }
}
