package io.sagegate.aws.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.audit.Events;
import io.sagegate.reason.Reason;
import io.sagegate.trace.SpanId;
import io.sagegate.trace.TraceFacts;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class XRayTelemetryTest {
    private static DatagramSocket daemon() throws IOException {
        var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(5_000);
        return socket;
    }

    private static XRayTelemetry to(DatagramSocket daemon) {
        return new XRayTelemetry((InetSocketAddress) daemon.getLocalSocketAddress());
    }

    private static JsonNode receive(DatagramSocket daemon) throws IOException {
        var packet = new DatagramPacket(new byte[65_536], 65_536);
        daemon.receive(packet);
        var text = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        var newline = text.indexOf('\n');
        var mapper = new ObjectMapper();
        assertThat(mapper.readTree(text.substring(0, newline)))
                .isEqualTo(mapper.readTree("{\"format\":\"json\",\"version\":1}"));
        return mapper.readTree(text.substring(newline + 1));
    }

    @Test
    void aRequestIsOneDatagramWithASubsegmentForEachStage() throws IOException {
        try (var daemon = daemon()) {
            to(daemon).record(Events.completion("req-1", Reason.GRANTED));
            var document = receive(daemon);
            assertThat(document.at("/type").asText()).isEqualTo("subsegment");
            assertThat(document.at("/trace_id").asText()).isEqualTo(Events.ROOT);
            assertThat(document.at("/parent_id").asText()).isEqualTo(Events.PARENT);
            assertThat(document.at("/name").asText()).isEqualTo("sagegate");
            assertThat(document.at("/id").asText())
                    .isEqualTo(SpanId.ofRequest("req-1"))
                    .matches("[0-9a-f]{16}");
            assertThat(document.at("/start_time").asDouble()).isEqualTo(Events.TIME.toEpochMilli() / 1e3);
            assertThat(document.at("/end_time").asDouble()
                            - document.at("/start_time").asDouble())
                    .isBetween(0.0169, 0.0171);
            assertThat(document.at("/annotations/endpoint").asText()).isEqualTo("Tumor-xgb");
            assertThat(document.at("/annotations/principal_kind").asText()).isEqualTo("oidc");
            assertThat(document.at("/annotations/decision").asText()).isEqualTo("allow");
            assertThat(document.at("/annotations/reason").asText()).isEqualTo("granted");
            var names = new ArrayList<String>();
            document.at("/subsegments")
                    .forEach(stage -> names.add(stage.at("/name").asText()));
            assertThat(names).containsExactly("auth", "policy", "sagemaker");
            assertThat(document.at("/subsegments/2/namespace").asText()).isEqualTo("aws");
            assertThat(document.at("/subsegments/2/id").asText()).isEqualTo("00000000000000a4");
            assertThat(document.has("error")).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"NOT_GRANTED,error", "MODEL_TIMEOUT,fault", "ENDPOINT_THROTTLED,throttle"})
    void failuresAreFlagged(Reason reason, String flag) throws IOException {
        try (var daemon = daemon()) {
            to(daemon).record(Events.completion("r", reason));
            assertThat(receive(daemon).at("/" + flag).asBoolean()).isTrue();
        }
    }

    @Test
    void nothingIsSentForARequestThatIsNotSampledOrNotTraced() throws IOException {
        try (var daemon = daemon()) {
            daemon.setSoTimeout(200);
            var telemetry = to(daemon);
            var event = Events.completion("r", Reason.GRANTED);
            telemetry.record(Events.traced(event, new TraceFacts(Events.ROOT, Events.PARENT, false, "")));
            telemetry.record(Events.traced(event, new TraceFacts("", "", true, "")));
            assertThatThrownBy(() -> receive(daemon)).isInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void aLostDaemonIsNoFaultAndOneThatReturnsIsFound() throws IOException {
        var daemon = daemon();
        var address = (InetSocketAddress) daemon.getLocalSocketAddress();
        var telemetry = to(daemon);
        daemon.close();
        assertThatCode(() -> {
                    for (var i = 0; i < 20; i++) {
                        telemetry.record(Events.completion("lost", Reason.GRANTED));
                    }
                })
                .doesNotThrowAnyException();
        try (var again = new DatagramSocket(address)) {
            again.setSoTimeout(5_000);
            // The first may still hear of the refusal before; the socket is then replaced.
            telemetry.record(Events.completion("back", Reason.GRANTED));
            telemetry.record(Events.completion("back", Reason.GRANTED));
            assertThat(receive(again).at("/id").asText()).isEqualTo(SpanId.ofRequest("back"));
        }
    }

    @Test
    void anInterruptedThreadNeitherThrowsNorSpoilsTheNextRequest() throws IOException {
        try (var daemon = daemon()) {
            var telemetry = to(daemon);
            Thread.currentThread().interrupt();
            assertThatCode(() -> telemetry.record(Events.completion("a", Reason.GRANTED)))
                    .doesNotThrowAnyException();
            assertThat(Thread.interrupted()).isTrue();
            telemetry.record(Events.completion("b", Reason.GRANTED));
            assertThat(receive(daemon).at("/type").asText()).isEqualTo("subsegment");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:2000", "udp:127.0.0.1:2000", "tcp:127.0.0.1:3000 udp:127.0.0.1:2000"})
    void theDaemonsAddressIsRead(String value) {
        assertThat(XRayTelemetry.address(value))
                .contains(new InetSocketAddress(InetAddress.getLoopbackAddress(), 2000));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":2000", "127.0.0.1", "127.0.0.1:x", "127.0.0.1:70000", "tcp:127.0.0.1:2000"})
    void aBrokenAddressMeansNoTraces(String value) {
        assertThat(XRayTelemetry.address(value)).isEmpty();
    }
}
