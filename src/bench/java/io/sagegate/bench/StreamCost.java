package io.sagegate.bench;

import com.sun.net.httpserver.HttpServer;
import io.sagegate.local.LocalWorld;
import io.sagegate.local.StackOptions;
import io.sagegate.local.world.HostedEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/// The cost of streaming: how much later than the model the client has each token, CPU time of the function's process
/// per streamed request, and its heap while 100 MB go to a slow client.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.StreamCost -Dbench.args="warm-up measured"`, default `300 300`.
public final class StreamCost {
    private static final int TOKENS = 40;
    private static final int PAUSE_MILLIS = 5;
    private static final int LOAD_CHUNK = 65_536;
    private static final int LOAD_CHUNKS = 1_600;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");

    private final LocalWorld world;
    private final URI streaming;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Long> written = new CopyOnWriteArrayList<>();

    private StreamCost(LocalWorld world) throws IOException, InterruptedException {
        this.world = world;
        this.streaming = world.streaming();
    }

    public static void main(String[] args) throws Exception {
        var warmUp = args.length > 0 ? Integer.parseInt(args[0]) : 300;
        var measured = args.length > 1 ? Integer.parseInt(args[1]) : 300;
        var directory = Path.of("target", "bench", "streaming");
        // The JDK's own server, which plays model and SageMaker here, holds small writes back otherwise.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        try (var world = LocalWorld.start(new StackOptions(), LocalWorld.Code.GATEWAY, directory, _ -> {})) {
            var bench = new StreamCost(world);
            bench.latencyAndCpu(warmUp, measured);
            bench.load();
        }
        System.exit(0);
    }

    /// A model in this JVM, so that both ends read one clock.
    private HttpServer model() throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().set("content-type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                for (var i = 0; i < TOKENS; i++) {
                    Thread.sleep(PAUSE_MILLIS);
                    written.add(System.nanoTime());
                    out.write("data: {\"token\":\"word\"}\n\n".getBytes(StandardCharsets.UTF_8));
                    out.flush();
                }
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        });
        server.start();
        return server;
    }

    private void latencyAndCpu(int warmUp, int measured) throws Exception {
        var model = model();
        var front = world.sagemakerFront().orElseThrow();
        var tale = front.host(
                        "tale-llm",
                        HostedEndpoint.of(URI.create(
                                "http://127.0.0.1:" + model.getAddress().getPort())))
                .orElseThrow();
        List<Long> first = new ArrayList<>();
        List<Long> later = new ArrayList<>();
        for (var i = 0; i < warmUp; i++) {
            tokens();
        }
        var before = cpu();
        for (var i = 0; i < measured; i++) {
            var delays = tokens();
            first.add(delays.getFirst());
            later.addAll(delays.subList(1, delays.size()));
        }
        var perRequest = cpu().minus(before).toNanos() / 1e3 / measured;
        // Recording costs CPU time too, so it follows what is measured.
        var recording = CpuRecording.start(function().pid(), Path.of("target", "bench", "stream.jfr"));
        for (var i = 0; i < measured; i++) {
            tokens();
        }
        front.host("tale-llm", tale);
        model.stop(0);
        System.out.printf(Locale.ROOT, "%n%d streamed requests of %d tokens after %d%n", measured, TOKENS, warmUp);
        print("first token: client after model", first);
        print("later tokens: client after model", later);
        System.out.printf(Locale.ROOT, "%-34s %8.1f ms CPU%n", "one streamed request", perRequest / 1e3);
        recording.print(measured);
    }

    private static void print(String what, List<Long> nanos) {
        var sorted = nanos.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%-34s %8.2f ms median %8.2f ms p99%n",
                what,
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6);
    }

    /// How much later than the model the client had each token.
    private List<Long> tokens() throws Exception {
        written.clear();
        List<Long> delays = new ArrayList<>();
        try (var body = open("{}")) {
            var ends = 0;
            for (var next = body.read(); next >= 0; next = body.read()) {
                ends += next == '\n' ? 1 : 0;
                if (next == '\n' && ends % 2 == 0) {
                    delays.add(System.nanoTime() - written.get(delays.size()));
                }
            }
        }
        return delays;
    }

    private InputStream open(String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create(streaming + "/endpoints/tale-llm/invocations-response-stream"))
                .header("content-type", "application/json")
                .header("accept", "text/event-stream")
                .header(
                        "authorization",
                        "Bearer " + world.localIssuer().orElseThrow().token("alice"))
                .POST(BodyPublishers.ofString(body))
                .build();
        var answer = client.send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IOException("status " + answer.statusCode());
        }
        return answer.body();
    }

    /// 100 MB at about 10 MB/s, with the heap looked at after a full collection every 20 MB.
    private void load() throws Exception {
        System.out.printf(
                Locale.ROOT, "%n100 MB to a slow client: live heap after a full collection, resident memory%n");
        show("before", 0);
        var total = 0L;
        var next = 20_000_000L;
        try (var body =
                open("{\"max_tokens\":" + LOAD_CHUNKS + ",\"pause_ms\":0,\"chunk_bytes\":" + LOAD_CHUNK + "}")) {
            var buffer = new byte[LOAD_CHUNK];
            for (var n = body.read(buffer); n >= 0; n = body.read(buffer)) {
                total += n;
                Thread.sleep(Duration.ofNanos(n * 100L));
                if (total >= next) {
                    show("at " + next / 1_000_000 + " MB", total);
                    next += 20_000_000;
                }
            }
        }
        show("after", total);
    }

    private void show(String when, long bytes) throws Exception {
        var pid = function().pid();
        var jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        run(jcmd, Long.toString(pid), "GC.run");
        var heap = run(jcmd, Long.toString(pid), "GC.heap_info").split("Metaspace", 2)[0];
        var used = USED.matcher(heap);
        var kilobytes = 0L;
        while (used.find()) {
            kilobytes += Long.parseLong(used.group(1));
        }
        var resident = run("grep", "VmRSS", "/proc/" + pid + "/status").replaceAll("\\D", "");
        System.out.printf(
                Locale.ROOT,
                "%-12s %11d bytes %8.1f MB heap %8.1f MB resident%n",
                when,
                bytes,
                kilobytes / 1e3,
                Long.parseLong(resident) / 1e3);
    }

    private static String run(String... command) throws IOException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var out = process.getInputStream()) {
            return new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static ProcessHandle function() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").contains("StreamingRuntime"))
                .findFirst()
                .orElseThrow();
    }

    private static Duration cpu() {
        return function().info().totalCpuDuration().orElseThrow();
    }
}
