package io.sagegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Request;
import io.sagegate.http.Headers;
import io.sagegate.identity.ApiKey;
import io.sagegate.identity.Evidence;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RefusedCredentialTest {
    private final LineOfGateway line = new LineOfGateway(LineOfGateway.grant());

    private Request request(String authorization) {
        var signed = line.request("invocations", "{}", "authorization", authorization);
        return new Request(
                signed.id(),
                signed.eventId(),
                signed.entry(),
                signed.method(),
                signed.path(),
                Headers.of("authorization", authorization),
                signed.body(),
                signed.sourceIp(),
                Optional.empty(),
                signed.traceHeader(),
                signed.deadline(),
                Optional.empty());
    }

    private static String part(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void theRecordHasThePublicIdOfARefusedKeyAndNobodyAsCaller() {
        var key = ApiKey.generate(new SecureRandom());
        assertThat(line.reasonOf(request("Bearer " + key.reveal()))).isEqualTo(Reason.INVALID_KEY);
        assertThat(line.completion().caller().refused()).contains(new Evidence.PresentedKey(key.id()));
        assertThat(line.completion().caller().principal()).isEmpty();
        assertThat(line.completion().ruling().revision())
                .as("the policy that was asked")
                .isPresent();
    }

    @Test
    void aTokenOfAnUnknownIssuerIsToldWhichIsAcceptedAndLeavesNothingUnproven() {
        var token =
                part("{\"alg\":\"RS256\",\"kid\":\"k\"}") + "." + part("{\"iss\":\"https://who.example\"}") + ".AAAA";
        var answer = line.whole(request("Bearer " + token));
        assertThat(line.completion().reason()).isEqualTo(Reason.UNKNOWN_ISSUER);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("No issuer is trusted here.");
        assertThat(line.completion().caller().refused()).isEmpty();
    }
}
