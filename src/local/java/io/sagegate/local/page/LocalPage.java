package io.sagegate.local.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.local.http.Exchange;
import io.sagegate.local.http.Header;
import io.sagegate.local.http.LoopbackServer;
import io.sagegate.local.lambda.FunctionLog;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// The local stack's page: it shows the audit lines as they are written, whether their chain holds, and
/// who uses which limit up.
///
/// It answers only requests that name a loopback host. Otherwise a web site could read it through a host name of
/// its own that points at 127.0.0.1.
public final class LocalPage implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Header> PAGE = headers("text/html; charset=utf-8");
    private static final List<Header> DATA = headers("application/json");
    private static final List<Header> TEXT = headers("text/plain; charset=utf-8");

    private final LiveLines lines = new LiveLines();
    private final ChainState chain;
    private final LimitsNow limits;
    private final byte[] html;
    private final LoopbackServer server;

    private LocalPage(FunctionLog log, Path auditLog, LimitsNow limits) throws IOException {
        this.limits = limits;
        this.chain = new ChainState(auditLog);
        this.html = html();
        log.follow(lines::add);
        this.server = LoopbackServer.start(0, this::handle);
    }

    /// Starts the page on a free port of the loopback address.
    ///
    /// @param limits asked every other second while a browser shows the page
    public static LocalPage start(FunctionLog log, Path auditLog, LimitsNow limits) throws IOException {
        return new LocalPage(log, auditLog, limits);
    }

    public URI uri() {
        return URI.create(server.uri() + "/");
    }

    @Override
    public void close() {
        server.close();
    }

    private void handle(Exchange exchange) throws IOException {
        var hosts = Set.of("127.0.0.1:" + server.port(), "localhost:" + server.port());
        if (!exchange.header("host").filter(hosts::contains).isPresent()) {
            exchange.answer(403, TEXT, ascii("this page answers on loopback only\n"));
        } else if (!exchange.method().equals("GET")) {
            exchange.answer(405, TEXT, ascii("GET only\n"));
        } else {
            switch (exchange.rawPath()) {
                case "/" -> exchange.answer(200, PAGE, html);
                case "/lines" -> exchange.answer(200, DATA, lines(exchange.rawQuery()));
                case "/limits" -> limits(exchange);
                default -> exchange.answer(404, TEXT, ascii("nothing here\n"));
            }
        }
    }

    private byte[] lines(String query) throws IOException {
        var after = query.matches("after=[0-9]{1,15}") ? Long.parseLong(query.substring(6)) : 0;
        var json = JSON.createObjectNode();
        json.put("next", lines.copyAfter(after, json.putArray("lines")));
        lines.totals(json.putObject("totals"));
        chain.write(json.putObject("chain"));
        return JSON.writeValueAsBytes(json);
    }

    private void limits(Exchange exchange) throws IOException {
        var json = JSON.createObjectNode();
        try {
            limits.write(json.putArray("limits"));
        } catch (Exception e) {
            exchange.answer(503, TEXT, ascii("the usage table or the policy cannot be read\n"));
            return;
        }
        exchange.answer(200, DATA, JSON.writeValueAsBytes(json));
    }

    private static byte[] html() throws IOException {
        try (var in = LocalPage.class.getResourceAsStream("/page/page.html")) {
            if (in == null) {
                throw new IOException("page/page.html is not on the class path");
            }
            return in.readAllBytes();
        }
    }

    private static List<Header> headers(String type) {
        return List.of(
                new Header("Content-Type", type),
                new Header("Cache-Control", "no-store"),
                new Header("X-Content-Type-Options", "nosniff"),
                new Header(
                        "Content-Security-Policy",
                        "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; connect-src 'self';"
                                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
