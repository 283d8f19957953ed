package io.sagegate.aws.sagemaker;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.sagegate.api.framing.EventStreamFrame;
import io.sagegate.aws.call.Credentials;
import io.sagegate.aws.call.Fields;
import io.sagegate.aws.call.Outgoing;
import io.sagegate.aws.call.Streamed;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.inference.ModelStream.Part;
import io.sagegate.local.LocalCalls;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How the frames of a model become the parts of an answer.
final class StreamedCallTest {
    private static final TimeLeft TIME = TimeLeft.of(Duration.ofSeconds(20));

    private final HttpServer server;

    private interface Model {
        void write(OutputStream out) throws IOException, InterruptedException;
    }

    StreamedCallTest() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private StreamedCall call(Model model) throws IOException {
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (exchange) {
                model.write(exchange.getResponseBody());
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        var own = new Credentials("AKIA", "secret", Optional.empty());
        var calls = LocalCalls.call("sagemaker", address, own);
        if (calls.stream(Outgoing.post("/", new Fields(), new byte[1]), own, TIME)
                instanceof Streamed.Begun(var begun)) {
            return new StreamedCall(begun, TIME);
        }
        throw new IOException("refused");
    }

    private static byte[] token(String text) {
        return EventStreamFrame.payload(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(Part part) {
        return part instanceof Part.Bytes(var bytes) ? new String(bytes, StandardCharsets.UTF_8) : part.toString();
    }

    @Test
    void aTokenThatArrivesAloneLeavesBeforeTheNextOneIsMade() throws IOException {
        var read = new CountDownLatch(1);
        try (var stream = call(out -> {
            out.write(token("first"));
            out.flush();
            read.await();
            out.write(token("second"));
        })) {
            assertThat(text(stream.next())).isEqualTo("first");
            read.countDown();
            assertThat(text(stream.next())).isEqualTo("second");
            assertThat(stream.next()).isInstanceOf(Part.End.class);
        }
    }

    @Test
    void tokensThatArriveTogetherLeaveTogetherInTheirOrderAndWhole() throws IOException {
        var tokens =
                IntStream.range(0, 5_000).mapToObj(i -> "token " + i + "\n").toList();
        try (var stream = call(out -> {
            var burst = new ByteArrayOutputStream();
            for (var token : tokens) {
                burst.writeBytes(token(token));
            }
            out.write(burst.toByteArray());
        })) {
            var got = new StringBuilder();
            var parts = 0;
            for (var part = stream.next(); part instanceof Part.Bytes; part = stream.next()) {
                got.append(text(part));
                parts++;
            }
            assertThat(got.toString()).isEqualTo(String.join("", tokens));
            assertThat(parts).isLessThan(2_500);
            assertThat(stream.next()).isInstanceOf(Part.End.class);
        }
    }

    @Test
    void aFailureThatArrivesWithTokensFollowsThem() throws IOException {
        try (var stream = call(out -> {
            var broken = token("torn");
            out.write(token("one"));
            out.write(token("two"));
            out.write(broken, 0, broken.length - 3);
        })) {
            var got = "";
            var part = stream.next();
            while (part instanceof Part.Bytes) {
                got += text(part);
                part = stream.next();
            }
            assertThat(got).isEqualTo("onetwo");
            assertThat(part).isEqualTo(new Part.Broken(Reason.STREAM_TRUNCATED));
            assertThat(stream.next()).isEqualTo(part);
        }
    }

    @Test
    void anAnswerOfManyWindowsComesWhole() throws IOException {
        var piece = token("x".repeat(30_000));
        try (var stream = call(out -> {
            for (var i = 0; i < 100; i++) {
                out.write(piece);
            }
        })) {
            var bytes = 0;
            for (var part = stream.next(); part instanceof Part.Bytes(var some); part = stream.next()) {
                bytes += some.length;
            }
            assertThat(bytes).isEqualTo(3_000_000);
        }
    }
}
