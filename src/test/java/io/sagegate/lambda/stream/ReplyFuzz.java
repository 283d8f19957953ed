package io.sagegate.lambda.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/// An answer of the Runtime API is read whole or is an I/O error.
public final class ReplyFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        try {
            var reply = Reply.read(new ByteArrayInputStream(input));
            assertThat(reply.status()).isBetween(200, 599);
            assertThat(reply.body().length).isLessThan(input.length);
        } catch (IOException e) {
            // Told to the loop, which begins anew.
        }
    }
}
