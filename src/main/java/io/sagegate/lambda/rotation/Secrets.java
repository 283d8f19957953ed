package io.sagegate.lambda.rotation;

import io.sagegate.aws.call.Answer;
import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.Fields;
import io.sagegate.aws.call.Outgoing;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.json.JsonObject;
import java.io.UncheckedIOException;
import java.time.Duration;

/// Calls AWS Secrets Manager. Each operation of a rotation has the same result when it is carried out twice.
///
/// Source: Secrets Manager API Reference.
final class Secrets {
    private static final Duration CALL = Duration.ofSeconds(15);
    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    /// Largest answer, in bytes: a secret's value has 64 KB.
    private static final int MAX_ANSWER = 262_144;

    private final AwsCall calls;

    Secrets(AwsCall calls) {
        this.calls = calls;
    }

    /// Returns the answer of an operation that succeeded, or that was refused for the given reason.
    ///
    /// @throws IllegalStateException if it was refused for any other reason
    Answer call(String operation, String refusal, JsonObject.Members members) {
        var fields = new Fields()
                .add("Content-Type", "application/x-amz-json-1.1")
                .add("X-Amz-Target", "secretsmanager." + operation);
        var request = Outgoing.post("/", fields, JsonObject.utf8(members));
        try {
            var answer = calls.repeated(request, MAX_ANSWER, ATTEMPT, TimeLeft.of(CALL));
            if (!answer.isSuccess() && !answer.errorCode().equals(refusal)) {
                throw new IllegalStateException(operation + " was refused: " + answer.errorCode());
            }
            return answer;
        } catch (CallException e) {
            throw new UncheckedIOException(operation + " has no answer", e);
        }
    }
}
