package io.sagegate.gateway;

import io.sagegate.api.Request;
import io.sagegate.http.Headers;
import io.sagegate.identity.ApiKey;
import io.sagegate.identity.ClaimRules;
import io.sagegate.identity.IamCaller;
import io.sagegate.identity.StoredKey;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.local.witness.Witness;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Calls of every kind, by callers of every kind.
final class BreakableCalls {
    static final String NOW = "2026-11-23T10:00:00Z";
    static final String PROMPT = "the patient in bed 14 of ward C";

    static final KeyPair ISSUER_KEY = keyPair("Ed25519");
    static final KeyPair OTHER_KEY = keyPair("X25519");
    static final TrustedIssuer ISSUER = new TrustedIssuer(
            "okta",
            "https://id.example",
            Set.of("api://sagegate"),
            Set.of("EdDSA"),
            ClaimRules.of("aud", List.of("sub"), List.of("groups")),
            false,
            Optional.empty(),
            Duration.ofSeconds(60));
    static final String TOKEN = token();

    private static final SecureRandom RANDOM = new SecureRandom();
    static final ApiKey API_KEY = ApiKey.generate(RANDOM);
    static final StoredKey STORED = stored(API_KEY);
    static final StoredKey OTHER_STORED = stored(ApiKey.generate(RANDOM));

    private static final String CHAT =
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"" + PROMPT + "\"}]";

    private BreakableCalls() {}

    /// Who calls.
    enum Caller {
        IAM,
        TOKEN,
        KEY
    }

    /// The requests that are made.
    ///
    /// Calls of a model have a body with a prompt.
    enum Kind {
        WHOLE("POST", "/endpoints/llm/invocations", prompt(), false),
        STREAMED("POST", "/endpoints/llm/invocations-response-stream", prompt(), false),
        QUEUED("POST", "/endpoints/llm/async-invocations", prompt(), true),
        CHAT_WHOLE("POST", "/v1/chat/completions", CHAT + "}", false),
        CHAT_STREAMED("POST", "/v1/chat/completions", CHAT + ",\"stream\":true}", false),
        EMBEDDINGS("POST", "/v1/embeddings", "{\"model\":\"m\",\"input\":\"" + PROMPT + "\"}", false),
        MODELS("GET", "/v1/models", "", false),
        MODEL("GET", "/v1/models/m", "", false),
        WHOAMI("GET", "/whoami", "", false),
        EXPLAIN("POST", "/explain", "{\"action\":\"invoke\",\"endpoint\":\"llm\"}", false),
        EXPLAIN_MODEL("POST", "/explain", "{\"action\":\"invoke\",\"model\":\"m\"}", false),
        HEALTH("GET", "/healthz", "", false);

        private final String method;
        private final String path;
        private final String body;

        /// Whether a model is called.
        final boolean calls;

        /// Whether SageMaker calls it later, so that no grant with a filter permits it.
        final boolean queued;

        Kind(String method, String path, String body, boolean queued) {
            this.method = method;
            this.path = path;
            this.body = body;
            this.calls = body.contains(PROMPT);
            this.queued = queued;
        }

        private static String prompt() {
            return "{\"max_tokens\":9,\"prompt\":\"" + PROMPT + "\"}";
        }

        Request of(Caller caller, Instant now) {
            Witness.current().secret("prompt", PROMPT);
            return new Request(
                    "invocation-1",
                    Optional.empty(),
                    "function-url",
                    method,
                    path,
                    headers(caller),
                    body.getBytes(StandardCharsets.UTF_8),
                    "192.0.2.1",
                    caller == Caller.IAM ? Optional.of(iam()) : Optional.empty(),
                    "",
                    now.plusSeconds(30),
                    Optional.empty());
        }
    }

    private static IamCaller iam() {
        return new IamCaller(
                "arn:aws:sts::111122223333:assumed-role/BatchScorer/nightly", Optional.empty(), Optional.empty());
    }

    private static Headers headers(Caller caller) {
        var json = Headers.of("content-type", "application/json");
        return switch (caller) {
            case IAM -> json;
            case TOKEN -> json.with(Headers.of("authorization", "Bearer " + TOKEN));
            case KEY -> json.with(Headers.of("x-api-key", API_KEY.reveal()));
        };
    }

    private static StoredKey stored(ApiKey key) {
        var now = Instant.parse(NOW);
        return new StoredKey(
                key.id(), "batch-scorer", key.hash(), now, now.plus(Duration.ofHours(12)), Optional.empty());
    }

    private static KeyPair keyPair(String kind) {
        try {
            return KeyPairGenerator.getInstance(kind).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token() {
        var now = Instant.parse(NOW).getEpochSecond();
        var input = part("{\"alg\":\"EdDSA\",\"kid\":\"k1\",\"typ\":\"JWT\"}") + "."
                + part("{\"iss\":\"https://id.example\",\"sub\":\"alice\",\"aud\":\"api://sagegate\",\"exp\":"
                        + (now + 3_600) + "}");
        try {
            var signature = Signature.getInstance("Ed25519");
            signature.initSign(ISSUER_KEY.getPrivate());
            signature.update(input.getBytes(StandardCharsets.US_ASCII));
            var token = input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
            Witness.current().secret("token", token);
            return token;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
