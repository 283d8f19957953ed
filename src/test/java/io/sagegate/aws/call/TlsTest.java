package io.sagegate.aws.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// Whom a connection trusts.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
final class TlsTest {
    private static final char[] PASSWORD = "of-this-test".toCharArray();
    private static final Duration CONNECT = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Set<String> requests = ConcurrentHashMap.newKeySet();
    private HttpsServer server;
    private String certificate;

    /// With a certificate for the name `localhost` alone.
    @BeforeAll
    void start(@TempDir Path directory) throws Exception {
        var store = store(directory.resolve("keys.p12"));
        certificate = "-----BEGIN CERTIFICATE-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(store.getCertificate("server").getEncoded())
                + "\n-----END CERTIFICATE-----\n";
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        server = HttpsServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 16);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            requests.add(exchange.getRequestURI().getPath());
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.setExecutor(threads);
        server.start();
    }

    private static KeyStore store(Path file) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server"));
        command.addAll(List.of("-keyalg", "EC", "-groupname", "secp256r1", "-dname", "CN=test", "-validity", "2"));
        command.addAll(List.of("-ext", "san=dns:localhost", "-storetype", "PKCS12", "-keystore", file.toString()));
        command.addAll(List.of("-storepass", new String(PASSWORD)));
        var keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        keytool.getInputStream().readAllBytes();
        assertThat(keytool.waitFor()).isZero();
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    @AfterAll
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private int status(Wire wire, String host, String path, Duration within) throws IOException {
        try (wire) {
            var origin = Origin.of(
                    URI.create("https://" + host + ":" + server.getAddress().getPort()));
            return wire.answer(origin, Outgoing.post(path, new Fields(), new byte[3]), 100, TimeLeft.of(within))
                    .status();
        }
    }

    /// The Common Runtime tells of a refused handshake only after a while, lest an attacker measures it.
    private void refused(Wire wire, String host, String path) {
        assertThatThrownBy(() -> status(wire, host, path, Duration.ofSeconds(3)))
                .isInstanceOf(CallException.class);
        assertThat(requests).doesNotContain(path);
    }

    @Test
    void aTrustedServerIsSpokenTo() throws IOException {
        assertThat(status(Wire.trusting(certificate, CONNECT), "localhost", "/trusted", Duration.ofSeconds(20)))
                .isEqualTo(200);
        assertThat(requests).contains("/trusted");
    }

    @Test
    void aServerThatNobodyVouchesForGetsNothing() {
        var wire = new Wire(CONNECT);
        wire.prepare();
        refused(wire, "localhost", "/stranger");
    }

    @Test
    void aCertificateForAnotherNameIsRefused() {
        refused(Wire.trusting(certificate, CONNECT), "127.0.0.1", "/other-name");
    }
}
