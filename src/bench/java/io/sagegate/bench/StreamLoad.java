package io.sagegate.bench;

import io.sagegate.local.LocalIssuer;
import io.sagegate.local.LocalWorld;
import io.sagegate.local.StackOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;

/// Streams OpenAI answers to many callers at once and counts what each of them saw. All must see 200 and a whole
/// stream; everything else is printed with the request's id.
///
/// `mvn -Pbench -Dbench.main=io.sagegate.bench.StreamLoad -Dbench.args="callers calls environments"`, default
/// `32 2000 4`.
public final class StreamLoad {
    private static final String WHOLE = "200 and a whole stream";
    private static final String BODY = "{\"model\":\"tale\",\"stream\":true,\"max_tokens\":5,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"repeat: one two three four five\"}]}";

    private final URI gateway;
    private final LocalIssuer issuer;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger left;
    private final Map<String, Integer> seen = new TreeMap<>();

    private StreamLoad(LocalWorld world, int calls) throws IOException, InterruptedException {
        this.gateway = world.streaming();
        this.issuer = world.localIssuer().orElseThrow();
        this.left = new AtomicInteger(calls);
    }

    public static void main(String[] args) throws Exception {
        var callers = args.length > 0 ? Integer.parseInt(args[0]) : 32;
        var calls = args.length > 1 ? Integer.parseInt(args[1]) : 2_000;
        var environments = args.length > 2 ? args[2] : "4";
        var directory = Path.of("target", "bench", "load");
        var options = CommandLine.populateCommand(new StackOptions(), "--concurrency=" + environments);
        try (var world = LocalWorld.start(options, LocalWorld.Code.GATEWAY, directory, _ -> {})) {
            var load = new StreamLoad(world, calls);
            load.run(callers);
            System.out.println(load.seen);
        }
        System.exit(0);
    }

    private void run(int callers) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var i = 0; i < callers; i++) {
                var caller = threads.submit(this::call);
                assert !caller.isCancelled();
            }
        }
    }

    private void call() {
        var token = issuer.token("alice");
        while (left.getAndDecrement() > 0) {
            String outcome;
            try {
                outcome = outcome(client.send(request(token), BodyHandlers.ofString()));
            } catch (IOException e) {
                outcome = e.toString();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            count(outcome);
        }
    }

    private HttpRequest request(String token) {
        return HttpRequest.newBuilder(gateway.resolve("/v1/chat/completions"))
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json")
                .timeout(Duration.ofMinutes(2))
                .POST(BodyPublishers.ofString(BODY))
                .build();
    }

    private static String outcome(HttpResponse<String> answer) {
        if (answer.statusCode() == 200 && answer.body().endsWith("data: [DONE]\n\n")) {
            return WHOLE;
        }
        System.out.println(answer.statusCode() + " " + answer.headers().map() + "\n" + answer.body());
        return answer.statusCode() == 200 ? "200 and a cut stream" : Integer.toString(answer.statusCode());
    }

    private synchronized void count(String outcome) {
        seen.merge(outcome, 1, Integer::sum);
    }
}
