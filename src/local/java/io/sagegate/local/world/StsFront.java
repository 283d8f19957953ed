package io.sagegate.local.world;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

/// AWS STS on 127.0.0.1: `AssumeRole` in the query protocol that the AWS SDKs speak, with XML answers.
///
/// A [SageMakerFront] learns the keys that it issues. It then accepts calls signed with them, as far as the session
/// policy allows.
public final class StsFront implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]{2,64}");
    private static final int LARGEST = 64 * 1024;
    private static final int REMEMBERED = 256;

    /// A role that was assumed.
    public record Assumption(
            String accessKey, String roleArn, String sessionName, String sourceIdentity, String policy, int seconds) {}

    private final Set<String> roles;
    private final SageMakerFront sagemaker;
    private final FrontSettings settings;
    private final SigV4 signatures;
    private final List<Assumption> assumptions = new ArrayList<>();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final LoopbackServer server;

    private StsFront(Set<String> roles, SageMakerFront sagemaker, FrontSettings settings) throws IOException {
        this.roles = Set.copyOf(roles);
        this.sagemaker = sagemaker;
        this.settings = settings;
        this.signatures = new SigV4(settings, "sts");
        this.server = LoopbackServer.start(this::serve);
    }

    /// Starts it; the keys it issues are accepted at one SageMaker.
    ///
    /// @param roles ARNs of the roles whose trust policy lets the gateway in
    public static StsFront start(Set<String> roles, SageMakerFront sagemaker, FrontSettings settings)
            throws IOException {
        return new StsFront(roles, sagemaker, settings);
    }

    public URI endpoint() {
        return server.uri();
    }

    /// The newest assumptions (256 at most), oldest first.
    public List<Assumption> assumptions() {
        synchronized (assumptions) {
            return List.copyOf(assumptions);
        }
    }

    /// Makes every call fail with a 500, or stops doing so.
    public void breaks(boolean yes) {
        broken.set(yes);
    }

    @Override
    public void close() {
        server.close();
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = LoopbackServer.body(exchange, LARGEST);
        Map<String, String> headers = LoopbackServer.headers(exchange);
        if (broken.get()) {
            error(exchange, 500, "InternalFailure", "broken, as the test says");
            return;
        }
        switch (signatures.verify(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body)) {
            case SigV4.Verdict.Refused(RuntimeError refusal) ->
                error(exchange, refusal.status(), refusal.type(), "The request signature is not accepted.");
            case SigV4.Verdict.Signed _ -> answer(exchange, form(new String(body, StandardCharsets.UTF_8)));
        }
    }

    private void answer(HttpExchange exchange, Map<String, String> form) throws IOException {
        String role = form.getOrDefault("RoleArn", "");
        String name = form.getOrDefault("RoleSessionName", "");
        String source = form.getOrDefault("SourceIdentity", "");
        int seconds = Integer.parseInt(form.getOrDefault("DurationSeconds", "3600"));
        if (!form.getOrDefault("Action", "").equals("AssumeRole")
                || !form.getOrDefault("Version", "").equals("2011-06-15")) {
            error(exchange, 400, "InvalidAction", "Could not find operation for this version");
        } else if (!NAME.matcher(name).matches()
                || (!source.isEmpty() && !NAME.matcher(source).matches())
                || seconds < 900
                || form.getOrDefault("Policy", "").length() > 2_048) {
            error(exchange, 400, "ValidationError", "1 validation error detected");
        } else if (!roles.contains(role)) {
            error(
                    exchange,
                    403,
                    "AccessDenied",
                    "User: arn:aws:sts::111122223333:assumed-role/Gateway/sagegate is not authorized to perform:"
                            + " sts:AssumeRole on resource: " + role);
        } else {
            Assumption assumption = new Assumption(key(), role, name, source, form.getOrDefault("Policy", ""), seconds);
            Optional<SessionPolicy> policy;
            try {
                policy = assumption.policy().isEmpty()
                        ? Optional.empty()
                        : Optional.of(SessionPolicy.parse(arn(assumption), assumption.policy()));
            } catch (IOException e) {
                error(exchange, 400, "MalformedPolicyDocument", String.valueOf(e.getMessage()));
                return;
            }
            issue(exchange, assumption, policy);
        }
    }

    private static String arn(Assumption assumption) {
        return assumption.roleArn().replace(":iam:", ":sts:").replace(":role/", ":assumed-role/") + "/"
                + assumption.sessionName();
    }

    private void issue(HttpExchange exchange, Assumption assumption, Optional<SessionPolicy> policy)
            throws IOException {
        synchronized (assumptions) {
            assumptions.add(assumption);
            if (assumptions.size() > REMEMBERED) {
                assumptions.removeFirst();
            }
        }
        String secret = UUID.randomUUID().toString();
        String token = "session-" + UUID.randomUUID();
        Instant end = settings.clock().instant().plus(Duration.ofSeconds(assumption.seconds()));
        sagemaker.learn(assumption.accessKey(), secret, token, policy);
        xml(
                exchange,
                200,
                "<AssumeRoleResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><AssumeRoleResult>"
                        + "<SourceIdentity>" + assumption.sourceIdentity() + "</SourceIdentity><AssumedRoleUser><Arn>"
                        + arn(assumption) + "</Arn><AssumedRoleId>AROA123EXAMPLE123:" + assumption.sessionName()
                        + "</AssumedRoleId></AssumedRoleUser><Credentials><AccessKeyId>" + assumption.accessKey()
                        + "</AccessKeyId><SecretAccessKey>" + secret + "</SecretAccessKey><SessionToken>" + token
                        + "</SessionToken><Expiration>" + end.truncatedTo(ChronoUnit.SECONDS)
                        + "</Expiration></Credentials><PackedPolicySize>6</PackedPolicySize></AssumeRoleResult>"
                        + "<ResponseMetadata><RequestId>" + UUID.randomUUID()
                        + "</RequestId></ResponseMetadata></AssumeRoleResponse>");
    }

    private static String key() {
        return "ASIA"
                + UUID.randomUUID().toString().replace("-", "").substring(0, 16).toUpperCase(java.util.Locale.ROOT);
    }

    private static void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        xml(
                exchange,
                status,
                "<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\"><Error><Type>Sender</Type><Code>"
                        + code + "</Code><Message>" + message + "</Message></Error><RequestId>" + UUID.randomUUID()
                        + "</RequestId></ErrorResponse>");
    }

    private static void xml(HttpExchange exchange, int status, String xml) throws IOException {
        LoopbackServer.answer(
                exchange, status, Map.of("Content-Type", "text/xml"), xml.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, String> form(String text) {
        Map<String, String> form = new HashMap<>();
        for (String pair : text.split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }
}
