package io.sagegate.aws.sts;

import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.Fields;
import io.sagegate.aws.call.Outgoing;
import io.sagegate.aws.call.TimeLeft;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Calls `AssumeRole` of AWS STS, which changes nothing and so may be carried out twice. Thread-safe.
///
/// Source: STS API Reference, "AssumeRole"; Smithy, "AWS query protocol".
final class Sts {
    /// Seconds for all attempts: two that say nothing, and one more.
    private static final Duration CALL = Duration.ofSeconds(4);

    private static final Duration ATTEMPT = Duration.ofMillis(1_500);
    private static final int MAX_ANSWER = 65_536;

    private final AwsCall calls;

    Sts(AwsCall calls) {
        this.calls = calls;
    }

    /// The credentials of a role, and the instant at which they end.
    record Assumed(Credentials credentials, Instant end) {}

    /// Assumes a role. Empty if STS refuses, or answers with anything but one set of credentials.
    ///
    /// @param time of the call that needs the role
    Optional<Assumed> assume(SessionScope scope, Duration session, TimeLeft time) throws CallException {
        var form = "Action=AssumeRole&Version=2011-06-15&RoleArn=" + encoded(scope.role()) + "&RoleSessionName="
                + encoded(scope.name()) + "&SourceIdentity=" + encoded(scope.name()) + "&Policy="
                + encoded(scope.policy()) + "&DurationSeconds=" + session.toSeconds();
        var fields = new Fields().add("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        var request = Outgoing.post("/", fields, form.getBytes(StandardCharsets.UTF_8));
        var answer = calls.repeated(request, MAX_ANSWER, ATTEMPT, time.atMost(CALL));
        return answer.isSuccess() ? read(new String(answer.body(), StandardCharsets.UTF_8)) : Optional.empty();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Reads an answer that succeeded.
    static Optional<Assumed> read(String xml) {
        var id = element(xml, "AccessKeyId");
        var secret = element(xml, "SecretAccessKey");
        var token = element(xml, "SessionToken");
        var end = element(xml, "Expiration");
        if (id.isEmpty() || secret.isEmpty() || token.isEmpty() || end.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Assumed(new Credentials(id.get(), secret.get(), token), Instant.parse(end.get())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The text of an element that the answer has exactly once.
    private static Optional<String> element(String xml, String name) {
        var open = "<" + name + ">";
        var start = xml.indexOf(open);
        var end = xml.indexOf("</" + name + ">", Math.max(0, start));
        if (start < 0 || end < 0 || xml.indexOf(open, start + 1) >= 0) {
            return Optional.empty();
        }
        return Optional.of(xml.substring(start + open.length(), end).strip()).filter(Credentials::isValue);
    }
}
