package io.sagegate.api.framing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.nio.ByteBuffer;
import software.amazon.eventstream.HeaderValue;
import software.amazon.eventstream.Message;

/// AWS's own decoder reads back what was framed.
public final class FrameFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        var frame = EventStreamFrame.of("event", "PayloadPart", "application/octet-stream", input);
        var message = Message.decode(ByteBuffer.wrap(frame));
        assertThat(message.getPayload()).isEqualTo(input);
        assertThat(message.getHeaders()).containsEntry(":event-type", HeaderValue.fromString("PayloadPart"));
    }
}
