package io.sagegate.aws.events;

import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.Fields;
import io.sagegate.aws.call.Outgoing;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.json.Json;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.notices.Bus;
import io.sagegate.limits.notices.Notice;
import io.sagegate.limits.notices.NoticeException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/// Puts notices on one event bus. Thread-safe.
///
/// Source: Amazon EventBridge API Reference, "PutEvents".
public final class EventBus implements Bus {
    /// Members of the envelope by which a rule picks the events.
    public static final String SOURCE = "sagegate";

    public static final String DETAIL_TYPE = "Limit Threshold Reached";

    private static final int MAX_ANSWER = 65_536;

    private final AwsCall calls;
    private final String bus;

    /// @param bus the bus's ARN
    public EventBus(AwsCall calls, String bus) {
        this.calls = calls;
        this.bus = bus;
    }

    /// An event that may have arrived is not sent again: its claim ends, and a later call decides.
    @Override
    public void put(Notice notice, Deadline deadline) throws NoticeException {
        var fields = new Fields()
                .add("Content-Type", "application/x-amz-json-1.1")
                .add("X-Amz-Target", "AWSEvents.PutEvents");
        try {
            var request = Outgoing.post("/", fields, body(notice));
            var answer = calls.once(request, calls.own(), MAX_ANSWER, TimeLeft.of(deadline.remaining()));
            // An event that is refused by itself is told in an answer of 200.
            if (!answer.isSuccess()
                    || !answer.member("FailedEntryCount").filter("0"::equals).isPresent()) {
                throw new NoticeException("EventBridge refused an event with status " + answer.status());
            }
        } catch (CallException e) {
            throw new NoticeException("EventBridge did not answer", e);
        }
    }

    private byte[] body(Notice notice) {
        var out = new ByteArrayOutputStream(1024);
        try (var json = Json.factory().createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("Entries");
            json.writeStartObject();
            json.writeStringField("EventBusName", bus);
            json.writeStringField("Source", SOURCE);
            json.writeStringField("DetailType", DETAIL_TYPE);
            json.writeNumberField("Time", notice.occasion().at().getEpochSecond());
            json.writeStringField("Detail", NoticeDetail.text(notice));
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
