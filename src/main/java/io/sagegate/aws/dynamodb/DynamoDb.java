package io.sagegate.aws.dynamodb;

import com.fasterxml.jackson.core.JsonGenerator;
import io.sagegate.aws.call.Answer;
import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.Fields;
import io.sagegate.aws.call.Outgoing;
import io.sagegate.aws.call.TimeLeft;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;

/// Calls DynamoDB's JSON protocol, for operations that may be carried out twice. Thread-safe.
///
/// Source: DynamoDB Developer Guide, "DynamoDB low-level API".
public final class DynamoDb {
    /// Seconds for one table operation, unless its caller states another time. A hanging table then fails closed.
    public static final Duration CALL = Duration.ofSeconds(2);

    private static final Duration ATTEMPT = Duration.ofMillis(700);

    /// Largest answer, in bytes: a batch is 16 MB at most.
    private static final int MAX_ANSWER = 17 * 1024 * 1024;

    private final AwsCall calls;

    public DynamoDb(AwsCall calls) {
        this.calls = calls;
    }

    /// Writes the members of an operation.
    public interface Members {
        void write(JsonGenerator json) throws IOException;
    }

    /// Calls an operation, and repeats it while its time lasts where that is safe.
    public TableReply call(String operation, Members members) throws TableException {
        return call(operation, members, TimeLeft.of(CALL));
    }

    /// Calls an operation within a time, with attempts of the usual length.
    public TableReply call(String operation, Members members, TimeLeft time) throws TableException {
        return call(operation, members, ATTEMPT, time);
    }

    /// Calls an operation within a time.
    ///
    /// @param attempt the longest time of one attempt
    public TableReply call(String operation, Members members, Duration attempt, TimeLeft time) throws TableException {
        return call(operation, members, attempt, time, () -> {});
    }

    /// The same, for a caller that must know of attempts without an answer.
    ///
    /// @param doubt runs after each attempt that was perhaps carried out, or will be
    public TableReply call(String operation, Members members, Duration attempt, TimeLeft time, Runnable doubt)
            throws TableException {
        var fields = new Fields()
                .add("Content-Type", "application/x-amz-json-1.0")
                .add("X-Amz-Target", "DynamoDB_20120810." + operation);
        try {
            var answer = calls.repeated(Outgoing.post("/", fields, json(members)), MAX_ANSWER, attempt, time, doubt);
            return answer.isSuccess() ? TableReply.read(answer.body()) : refused(answer);
        } catch (CallException e) {
            throw TableException.unanswered(e);
        } catch (IOException e) {
            throw TableException.unreadable(e);
        }
    }

    private static TableReply refused(Answer answer) throws TableException {
        TableReply reply;
        try {
            reply = TableReply.read(answer.body());
        } catch (IOException e) {
            throw TableException.unanswered(e);
        }
        throw new TableException(answer.errorCode(), reply);
    }

    private static byte[] json(Members members) throws IOException {
        var out = new ByteArrayOutputStream(1024);
        try (var json = ItemJson.FACTORY.createGenerator(out)) {
            json.writeStartObject();
            members.write(json);
            json.writeEndObject();
        }
        return out.toByteArray();
    }
}
