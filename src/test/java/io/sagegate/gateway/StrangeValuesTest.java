package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Request;
import io.sagegate.http.Headers;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Values that no honest caller sends are the caller's fault: a fault of the gateway's own raises an alarm.
final class StrangeValuesTest {
    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Request bearing(Request request, String header, String claims) {
        var token = base64(header) + "." + base64(claims) + "." + base64("signature");
        return with(request, request.path(), Headers.of("authorization", "Bearer " + token), Optional.empty());
    }

    private static Request with(
            Request request, String path, Headers headers, Optional<io.sagegate.identity.IamCaller> iam) {
        return new Request(
                request.id(),
                request.eventId(),
                request.entry(),
                request.method(),
                path,
                headers,
                request.body(),
                request.sourceIp(),
                iam,
                "",
                request.deadline(),
                Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1e99999999999",
                "1e-2147483648",
                "0e99999999999",
                "1e2147483648",
                "1e2147483647",
                "-1.5e-2147483647",
                "1.00000000000000e-2147483640"
            })
    void aNumberInATokenThatNobodyCanHoldMakesItMalformed(String number) {
        var head = "{\"alg\":\"RS256\",\"kid\":\"k\"}";
        var inClaims = new LineOfGateway(grant());
        assertThat(inClaims.reasonOf(bearing(
                        inClaims.request("invocations", "{}"), head, "{\"iss\":\"https://i\",\"x\":" + number + "}")))
                .isEqualTo(Reason.MALFORMED_TOKEN);
        var inHeader = new LineOfGateway(grant());
        assertThat(inHeader.reasonOf(bearing(
                        inHeader.request("invocations", "{}"),
                        "{\"alg\":\"RS256\",\"kid\":\"k\",\"x\":" + number + "}",
                        "{\"iss\":\"https://i\"}")))
                .isEqualTo(Reason.MALFORMED_TOKEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59-18:00",
                "-999999999-01-01T00:00:00+18:00",
                "+10000-01-01T00:00:00Z",
                "1969-12-31T23:59:59Z"
            })
    void anInstantOutsideOfAllCalendarsIsNotUnderstood(String at) {
        var hours = Map.of("from", "08:00", "to", "18:00", "zone", "Europe/Vienna");
        var line = new LineOfGateway(grant("when", Map.of("hours", hours)));
        var request = line.request("invocations", "{\"endpoint\":\"llm\",\"at\":\"" + at + "\"}");
        assertThat(line.reasonOf(with(request, "/explain", request.headers(), request.iam())))
                .isEqualTo(Reason.MALFORMED_BODY);
    }
}
