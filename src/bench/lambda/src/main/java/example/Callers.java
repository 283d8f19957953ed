package example;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.net.MalformedURLException;
import java.net.URI;
import java.text.ParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Verifies bearer tokens against the issuer's keys, which are remembered.
final class Callers {
    private final DefaultJWTProcessor<SecurityContext> tokens = new DefaultJWTProcessor<>();

    Callers(String issuer, String audience) throws MalformedURLException {
        var keys = JWKSourceBuilder.create(URI.create(issuer + "/jwks").toURL())
                .retrying(true)
                .build();
        tokens.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
        tokens.setJWTClaimsSetVerifier(new DefaultJWTClaimsVerifier<>(
                audience, new JWTClaimsSet.Builder().issuer(issuer).build(), Set.of("sub", "exp")));
    }

    Optional<JWTClaimsSet> caller(Map<String, String> headers) {
        var authorization = headers.getOrDefault("authorization", "");
        if (!authorization.startsWith("Bearer ")) {
            return Optional.empty();
        }
        try {
            return Optional.of(tokens.process(authorization.substring("Bearer ".length()), null));
        } catch (ParseException | BadJOSEException | JOSEException e) {
            return Optional.empty();
        }
    }
}
