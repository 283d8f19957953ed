package io.sagegate.aws.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.sagegate.aws.call.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Against a server that misbehaves.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
final class CrtFetcherTest {
    private final CountDownLatch over = new CountDownLatch(1);
    private final AtomicInteger targets = new AtomicInteger();
    private final Wire wire = new Wire(Duration.ofSeconds(2));
    private final CrtFetcher fetcher = new CrtFetcher(wire);
    private HttpServer server;

    @BeforeAll
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/good", exchange -> answer(exchange, 200, 100));
        server.createContext("/full", exchange -> answer(exchange, 200, CrtFetcher.MAX_BYTES));
        server.createContext("/large", exchange -> answer(exchange, 200, CrtFetcher.MAX_BYTES + 1));
        server.createContext(
                "/status",
                exchange -> answer(
                        exchange,
                        Integer.parseInt(exchange.getRequestURI().getPath().substring("/status/".length())),
                        10));
        server.createContext("/moved", exchange -> {
            exchange.getResponseHeaders()
                    .set("Location", exchange.getRequestURI().getQuery());
            answer(exchange, 302, 10);
        });
        server.createContext("/target", exchange -> {
            targets.incrementAndGet();
            answer(exchange, 200, 10);
        });
        server.createContext("/drip", this::drip);
        server.createContext("/silent", exchange -> await());
        server.start();
    }

    @AfterAll
    void stop() {
        over.countDown();
        server.stop(0);
        wire.close();
    }

    private static void answer(HttpExchange exchange, int status, int length) throws IOException {
        exchange.sendResponseHeaders(status, length);
        try (var out = exchange.getResponseBody()) {
            out.write(new byte[length]);
        }
    }

    /// A byte now and then, for ever.
    private void drip(HttpExchange exchange) throws IOException {
        exchange.sendResponseHeaders(200, 0);
        try (var out = exchange.getResponseBody()) {
            while (over.getCount() > 0) {
                out.write('{');
                out.flush();
                Thread.sleep(50);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    @Test
    void aDocumentIsRead() throws IOException {
        assertThat(fetcher.get(uri("/good"))).hasSize(100);
        assertThat(fetcher.get(uri("/full"))).hasSize(CrtFetcher.MAX_BYTES);
    }

    @Test
    void requirement8ALongerDocumentIsRefused() {
        assertThatThrownBy(() -> fetcher.get(uri("/large"))).isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @CsvSource({"/status/404", "/status/500", "/status/201"})
    void onlyAPlainAnswerCounts(String path) {
        assertThatThrownBy(() -> fetcher.get(uri(path))).isInstanceOf(IOException.class);
    }

    @Test
    void requirement8NoRedirectIsFollowed() {
        assertThatThrownBy(() -> fetcher.get(uri("/moved?" + uri("/target")))).isInstanceOf(IOException.class);
        assertThat(targets).hasValue(0);
    }

    @ParameterizedTest
    @CsvSource({"/drip", "/silent"})
    void requirement8ASlowAnswerIsGivenUp(String path) {
        assertThatThrownBy(() -> fetcher.get(uri(path))).isInstanceOf(IOException.class);
    }
}
