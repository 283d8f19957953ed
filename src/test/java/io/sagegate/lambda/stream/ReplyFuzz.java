package io.sagegate.lambda.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.fuzz.Pieces;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// An answer of the Runtime API is read whole or is an I/O error, however its bytes come; so is the invocation in it.
public final class ReplyFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        var whole = read(new ByteArrayInputStream(input), input.length);
        for (var choice = 0; choice < 2; choice++) {
            assertThat(read(Pieces.input(input, choice), input.length)).isEqualTo(whole);
        }
    }

    /// The answer in words; empty if there is none, which is told to the loop.
    private static String read(InputStream in, int length) {
        try {
            var reply = Reply.read(in);
            assertThat(reply.status()).isBetween(200, 599);
            assertThat(reply.body().length).isLessThan(length);
            invocation(reply);
            return reply + " " + reply.headers() + " " + reply.keepsConnection();
        } catch (IOException e) {
            return "";
        }
    }

    private static void invocation(Reply reply) {
        try {
            var invocation = RuntimeClient.invocation(reply);
            assertThat(invocation.id()).isNotEmpty().doesNotContain("\r", "\n", " ", "/");
            assertThat(invocation.event()).isSameAs(reply.body());
        } catch (IOException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }
}
