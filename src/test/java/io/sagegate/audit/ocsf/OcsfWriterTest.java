package io.sagegate.audit.ocsf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.sagegate.audit.AuditEvent;
import io.sagegate.audit.AuditEvent.Http;
import io.sagegate.audit.AuditEvent.Phase;
import io.sagegate.audit.Events;
import io.sagegate.audit.Verdict;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.identity.Evidence;
import io.sagegate.identity.IamIdentity;
import io.sagegate.identity.OidcUser;
import io.sagegate.identity.Principal;
import io.sagegate.json.Json;
import io.sagegate.json.JsonLimits;
import io.sagegate.limits.LimitUse;
import io.sagegate.limits.tokens.Usage;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import io.sagegate.trace.SpanId;
import io.sagegate.trace.TraceFacts;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OcsfWriterTest {
    private static final JsonSchema SCHEMA = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(OcsfWriterTest.class.getResourceAsStream("/ocsf/api_activity-1.8.0.schema.json"));
    private static final AuditSource SOURCE = new AuditSource("111122223333", "us-east-1", "0.1.0");

    private static byte[] bytes(AuditSource source, AuditEvent event) {
        var out = new ByteArrayOutputStream();
        new ChainedAuditLog(out, new OcsfWriter(source), ChainedAuditLog.Heads.NONE, InstantSource.fixed(Events.TIME))
                .write(event);
        return out.toByteArray();
    }

    private static JsonNode valid(AuditSource source, AuditEvent event) throws IOException {
        var line = bytes(source, event);
        assertThatCode(() -> Json.readObject(line, JsonLimits.IDENTITY))
                .as("strict readers take it")
                .doesNotThrowAnyException();
        var node = new ObjectMapper().readTree(line);
        assertThat(SCHEMA.validate(node)).as(node.toPrettyString()).isEmpty();
        return node;
    }

    @ParameterizedTest
    @EnumSource(Reason.class)
    void everyReasonPhaseAndKindOfCallerIsValidOcsf(Reason reason) throws IOException {
        for (var phase : Phase.values()) {
            for (var caller : Stream.of(Events.ALICE, Events.BATCH, Events.KEY)
                    .map(Optional::of)
                    .toList()) {
                valid(SOURCE, Events.event(phase, reason, caller, Events.http("r", reason.status())));
            }
            valid(SOURCE, Events.event(phase, reason, Optional.empty(), Events.http("r", reason.status())));
        }
    }

    @Test
    void theSchemaCheckRefusesWhatIsNotOcsf() throws IOException {
        var node = (ObjectNode) valid(SOURCE, Events.completion("r", Reason.GRANTED));
        node.remove("actor");
        assertThat(SCHEMA.validate(node)).isNotEmpty();
    }

    @Test
    void attemptAndCompletionShareTheRequestsId() throws IOException {
        var attempt = valid(SOURCE, Events.attempt("req-1"));
        var completion = valid(SOURCE, Events.completion("req-1", Reason.GRANTED));
        assertThat(attempt.at("/api/request/uid")).isEqualTo(completion.at("/api/request/uid"));
        assertThat(attempt.at("/unmapped/phase").asText()).isEqualTo("attempt");
        assertThat(attempt.at("/status").asText()).isEqualTo("Attempt");
        assertThat(completion.at("/unmapped/phase").asText()).isEqualTo("completion");
        assertThat(attempt.has("http_response")).isFalse();
    }

    @Test
    void saysWhoAskedForWhatAndWhatWasDecided() throws IOException {
        var node = valid(SOURCE, Events.completion("req-1", Reason.GRANTED));
        assertThat(node.at("/actor/user/uid").asText()).isEqualTo("alice");
        assertThat(node.at("/actor/session/issuer").asText()).isEqualTo("https://issuer.example");
        assertThat(node.at("/src_endpoint/ip").asText()).isEqualTo("203.0.113.7");
        assertThat(node.at("/api/operation").asText()).isEqualTo("InvokeEndpoint");
        assertThat(node.at("/api/request/uid").asText()).isEqualTo("req-1");
        assertThat(node.at("/action_id").asInt()).isEqualTo(1);
        assertThat(node.at("/disposition").asText()).isEqualTo("Allowed");
        assertThat(node.at("/status_code").asText()).isEqualTo("granted");
        assertThat(node.at("/policy/uid").asText()).isEqualTo("clinician/0");
        assertThat(node.at("/policy/version").asText()).isEqualTo("7");
        assertThat(node.at("/resources/0/name").asText()).isEqualTo("Tumor-xgb");
        assertThat(node.at("/resources/0/uid").asText())
                .isEqualTo("arn:aws:sagemaker:us-east-1:111122223333:endpoint/tumor-xgb");
        assertThat(node.at("/http_response/code").asInt()).isEqualTo(200);
        assertThat(node.at("/trace/uid").asText()).isEqualTo(Events.ROOT);
        assertThat(node.at("/trace/span/uid").asText()).isEqualTo(SpanId.ofRequest("req-1"));
        assertThat(node.at("/unmapped/request_sha256").asText()).isEqualTo("ab".repeat(32));
        assertThat(node.at("/unmapped/stage_micros/sagemaker").asLong()).isEqualTo(15_000);
    }

    @Test
    void aRefusalIsDeniedAndBlocked() throws IOException {
        var node = valid(SOURCE, Events.completion("r", Reason.NOT_GRANTED));
        assertThat(node.at("/action").asText()).isEqualTo("Denied");
        assertThat(node.at("/disposition").asText()).isEqualTo("Blocked");
        assertThat(node.at("/status").asText()).isEqualTo("Failure");
        assertThat(node.at("/policy/is_applied").asBoolean()).isFalse();
    }

    @Test
    void aRefusedCredentialIsNamedAndIdentifiesNobody() throws IOException {
        var token = new Evidence.SignedToken(
                "okta", "https://acme.okta.com", Optional.of("alice\n"), List.of("api://other", "x".repeat(600)));
        var node = valid(SOURCE, Events.refused(Reason.WRONG_AUDIENCE, token));
        assertThat(node.at("/actor/user/uid").asText()).isEqualTo("unknown");
        assertThat(node.at("/unmapped/refused_credential/kind").asText()).isEqualTo("oidc");
        assertThat(node.at("/unmapped/refused_credential/idp").asText()).isEqualTo("okta");
        assertThat(node.at("/unmapped/refused_credential/issuer").asText()).isEqualTo("https://acme.okta.com");
        assertThat(node.at("/unmapped/refused_credential/subject").asText()).isEqualTo("alice\n");
        assertThat(node.at("/unmapped/refused_credential/audiences/0").asText()).isEqualTo("api://other");
        assertThat(node.at("/unmapped/refused_credential/audiences/1").asText()).hasSize(Evidence.MAX_TEXT);
        var key = valid(SOURCE, Events.refused(Reason.INVALID_KEY, new Evidence.PresentedKey("k".repeat(16))));
        assertThat(key.at("/unmapped/refused_credential/key_id").asText()).isEqualTo("k".repeat(16));
        assertThat(key.at("/actor/user").has("programmatic_credentials")).isFalse();
        assertThat(valid(SOURCE, Events.completion("r", Reason.NOT_GRANTED))
                        .at("/unmapped")
                        .has("refused_credential"))
                .isFalse();
    }

    @Test
    void anIamCallerHasItsRoleSessionAndAccessKeyId() throws IOException {
        var node = valid(
                SOURCE,
                Events.event(Phase.COMPLETION, Reason.GRANTED, Optional.of(Events.BATCH), Events.http("r", 200)));
        assertThat(node.at("/actor/user/uid").asText()).isEqualTo(Events.BATCH.subject());
        assertThat(node.at("/actor/session/uid").asText()).isEqualTo("nightly");
        assertThat(node.at("/actor/user/programmatic_credentials/0/uid").asText())
                .isEqualTo("AKIAIOSFODNN7EXAMPLE");
    }

    @Test
    void theLongestArnIsKeptWhole() throws IOException {
        var arn = "arn:aws:iam::111122223333:user/" + "p".repeat(510) + "/" + "n".repeat(64);
        var caller = new IamIdentity(arn, "111122223333", Optional.empty(), Optional.empty(), Optional.empty());
        var node = valid(
                SOURCE, Events.event(Phase.COMPLETION, Reason.GRANTED, Optional.of(caller), Events.http("r", 200)));
        assertThat(node.at("/actor/user/uid").asText()).isEqualTo(arn);
    }

    @Test
    void noArnIsInventedWhereTheAccountIsUnknown() throws IOException {
        var node = valid(new AuditSource("", "", "0.1.0"), Events.completion("r", Reason.GRANTED));
        assertThat(node.toString()).doesNotContain("arn:aws");
    }

    @Test
    void saysWhatEachLimitWasChargedAndWhatIsLeft() throws IOException {
        var event =
                Events.limited(Events.completion("r", Reason.GRANTED), Events.use("100 requests per minute", 1, 97));
        var limits = valid(SOURCE, event).at("/unmapped/limits");
        assertThat(limits).isEqualTo(new ObjectMapper().readTree("""
            [{"limit":"100 requests per minute","name":"requests-minute-of-role","scope":"role",
              "unit":"requests","charged":1,"total":100,"left":97,"reset_seconds":2}]\
            """));
    }

    @Test
    void saysWhichLimitRefusedAndWhichWereNotCounted() throws IOException {
        var use = Events.use("100 requests per minute", 1, 97);
        var refused = new LimitUse(use.limit(), 0, true, true, use.standing());
        var uncounted = new LimitUse(use.limit(), 1, false, false, Optional.empty());
        var event = Events.limited(Events.completion("r", Reason.LIMIT_EXCEEDED), refused, uncounted);
        var limits = valid(SOURCE, event).at("/unmapped/limits");
        assertThat(limits.at("/0/refused").asBoolean()).isTrue();
        assertThat(limits.at("/0/charged").asLong()).isZero();
        assertThat(limits.at("/0/left").asLong()).isEqualTo(97);
        assertThat(limits.at("/1/counted").asBoolean(true)).isFalse();
        assertThat(limits.at("/1").has("left")).isFalse();
    }

    @Test
    void theHashesOfBodiesCanBeKeyedOrLeftOut() throws IOException {
        var event = Events.completion("r", Reason.GRANTED);
        var keyed = written(event, BodyHashes.keyed("k".repeat(32))).at("/unmapped");
        var other = written(event, BodyHashes.keyed("o".repeat(32))).at("/unmapped");
        assertThat(keyed.has("request_sha256") || keyed.has("response_sha256")).isFalse();
        assertThat(keyed.at("/request_hmac_sha256").asText())
                .hasSize(64)
                .isEqualTo(hmac("k".repeat(32), "ab".repeat(32)))
                .isNotEqualTo(other.at("/request_hmac_sha256").asText());
        assertThat(written(event, BodyHashes.NONE).toString()).doesNotContain("sha256", "ab".repeat(32));
        assertThat(BodyHashes.keyed("k".repeat(32)).toString()).doesNotContain("kk");
    }

    private static JsonNode written(AuditEvent event, BodyHashes hashes) throws IOException {
        var out = new ByteArrayOutputStream();
        new ChainedAuditLog(
                        out,
                        new OcsfWriter(SOURCE, hashes),
                        ChainedAuditLog.Heads.NONE,
                        InstantSource.fixed(Events.TIME))
                .write(event);
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private static String hmac(String key, String text) {
        try {
            var mac = javax.crypto.Mac.getInstance("HmacSHA256");
            mac.init(new javax.crypto.spec.SecretKeySpec(key.getBytes(StandardCharsets.US_ASCII), "HmacSHA256"));
            return java.util.HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.US_ASCII)));
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void tokensStandWhereOcsfHasThem() throws IOException {
        var event = Events.limited(Events.completion("r", Reason.GRANTED));
        assertThat(valid(SOURCE, event).has("message_context")).isFalse();
        var node = valid(SOURCE, Events.used(event, Usage.of(11, 5, Usage.Source.MODEL)));
        assertThat(node.at("/message_context/prompt_tokens").asLong()).isEqualTo(11);
        assertThat(node.at("/message_context/completion_tokens").asLong()).isEqualTo(5);
        assertThat(node.at("/message_context/total_tokens").asLong()).isEqualTo(16);
        assertThat(node.at("/unmapped/tokens_source").asText()).isEqualTo("model");
    }

    @Test
    void aStageThatIsEnteredTwiceIsOneMember() throws IOException {
        var node = valid(SOURCE, Events.withPolicyReadFirst(Events.completion("r", Reason.GRANTED)));
        assertThat(node.at("/unmapped/stage_micros/policy").asLong()).isEqualTo(100);
    }

    @Test
    void hostileTextStaysInOneBoundedAsciiLine() throws IOException {
        var nasty = "\n\r\t\u0000\u001b[31m\u2028\u2029\u0085\u007f\"},{\"class_uid\":6003\\\ud800 \udc00\ud83d\ude00é"
                .repeat(400);
        Principal caller =
                new OidcUser(nasty, nasty, nasty, List.of(nasty), Optional.of(nasty), Map.of("secret", "claim"));
        var http = new Http(
                nasty,
                Optional.of(nasty),
                nasty,
                nasty,
                nasty,
                nasty,
                nasty,
                1,
                Optional.of(nasty),
                403,
                1,
                Optional.of(nasty));
        var some = Optional.of(nasty);
        var event = new AuditEvent(
                Phase.COMPLETION,
                Events.TIME,
                Duration.ZERO,
                Reason.NOT_GRANTED,
                Verdict.DENIED,
                http,
                new TraceFacts(nasty, nasty, true, nasty),
                new AuditEvent.Caller(
                        Optional.of(caller),
                        Optional.of(new Evidence.SignedToken(nasty, nasty, some, List.of(nasty, nasty))),
                        Set.of()),
                new AuditEvent.Call(
                        Optional.empty(),
                        Optional.of(new Target(nasty, some, some, some, some)),
                        some,
                        Optional.empty(),
                        Optional.empty()),
                new AuditEvent.Ruling(Optional.of(1L), some, Optional.empty(), List.of()),
                AuditEvent.Charge.of(
                        List.of(Events.use(nasty, 1, 2)), Optional.of(Usage.of(Long.MAX_VALUE, Long.MAX_VALUE))),
                List.of());
        var line = bytes(SOURCE, event);
        assertThat(line).endsWith('\n').hasSizeLessThan(120_000);
        for (var i = 0; i < line.length - 1; i++) {
            assertThat(line[i]).isBetween((byte) ' ', (byte) '~');
        }
        var node = valid(SOURCE, event);
        assertThat(node.at("/http_request/user_agent").asText()).hasSizeLessThanOrEqualTo(256);
        assertThat(node.at("/http_request/url/path").asText()).hasSizeLessThanOrEqualTo(512);
        assertThat(node.at("/actor/user/uid").asText())
                .hasSizeLessThanOrEqualTo(512)
                .contains("\ud83d\ude00");
        assertThat(new String(line, StandardCharsets.US_ASCII)).doesNotContainIgnoringCase("\\ud800 ");
        assertThat(new String(line, StandardCharsets.US_ASCII)).doesNotContain("claim");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "203.0.113.7",
                "0.0.0.0",
                "10.0.20.1",
                "255.255.255.255",
                "::1",
                "2001:db8::8a2e:370:7334",
                "::ffff:192.0.2.1"
            })
    void anAddressIsKept(String ip) {
        assertThat(IpText.address(ip)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "localhost",
                "1.2.3",
                "1.2.3.",
                "1..2.3",
                "1.2.3.4.",
                "1.2.3.4.5",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.00",
                "1.2.3.99999999999",
                "1.2.3.4\n",
                "١.2.3.4",
                "1",
                "fe80::1%eth0",
                "[::1]",
                "a:b",
                "::1\n"
            })
    void whatIsNoAddressIsNotWrittenAsOne(String ip) {
        assertThat(IpText.address(ip)).isEmpty();
    }
}
