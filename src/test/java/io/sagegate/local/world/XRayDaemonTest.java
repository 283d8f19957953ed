package io.sagegate.local.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class XRayDaemonTest {
    private static final String HEADER = "{\"format\": \"json\", \"version\": 1}\n";

    @TempDir
    Path directory;

    @Test
    void everyDocumentBecomesOneLineOfTheTracesFile() throws Exception {
        Path traces = directory.resolve("traces.jsonl");
        try (XRayDaemon daemon = XRayDaemon.start(traces)) {
            send(daemon, HEADER + "{\"name\":\"decide\",\n \"id\":\"70de5b6f19ff9a0a\"}");
            send(daemon, "{\"format\":\"json\",\"version\":1}\n{\"name\":\"invoke\"}");
            await(daemon, 2);

            assertThat(daemon.received())
                    .containsExactly("{\"name\":\"decide\",\"id\":\"70de5b6f19ff9a0a\"}", "{\"name\":\"invoke\"}");
            assertThat(Files.readAllLines(traces)).isEqualTo(daemon.received());
        }
    }

    @Test
    void datagramsOfAnotherFormatAreCountedAndDropped() throws Exception {
        try (XRayDaemon daemon = XRayDaemon.start(directory.resolve("traces.jsonl"))) {
            send(daemon, "{\"name\":\"no header\"}");
            send(daemon, "{\"format\":\"json\",\"version\":2}\n{\"name\":\"other version\"}");
            send(daemon, HEADER + "{\"name\":\"cut");
            send(daemon, HEADER + "{\"name\":\"two\"}{\"name\":\"documents\"}");
            send(daemon, HEADER + "[1]");
            send(daemon, HEADER + "{\"name\":\"good\"}");
            await(daemon, 1);

            assertThat(daemon.received()).containsExactly("{\"name\":\"good\"}");
            assertThat(daemon.malformed()).isEqualTo(5);
        }
    }

    private static void send(XRayDaemon daemon, String datagram) throws IOException {
        byte[] bytes = datagram.getBytes(StandardCharsets.UTF_8);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.send(new DatagramPacket(bytes, bytes.length, daemon.address()));
        }
    }

    private static void await(XRayDaemon daemon, int documents) {
        Awaitility.await().until(() -> daemon.received().size() >= documents);
    }
}
