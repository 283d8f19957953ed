package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.sagegate.aws.dynamodb.usage.DynamoDbUsageStore;
import io.sagegate.kit.Deadline;
import io.sagegate.limits.usage.UsageItem;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.local.lambda.FunctionLog;
import io.sagegate.local.lambda.FunctionSettings;
import io.sagegate.local.lambda.HttpFront;
import io.sagegate.local.lambda.LambdaFunction;
import io.sagegate.local.world.HostedEndpoint;
import io.sagegate.local.world.ScriptedContainer;
import io.sagegate.local.world.ScriptedContainer.Response;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Asynchronous calls while the function is killed in the middle of them: whoever was given an id gets its result, and
/// no call is charged twice.
final class AsyncCrashTest {
    private static final LocalWorld WORLD = SharedWorld.get();
    private static final LocalIssuer ISSUER = WORLD.localIssuer().orElseThrow();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CALLS = Integer.getInteger("sagegate.calls", 120);
    private static final int AT_ONCE = 4;
    private static final String BODY = "{\"max_tokens\":10}";
    private static final long TRUE_TOKENS = 3;
    /// The charge of a call by estimate: a token in, and the usual reserve.
    private static final long MOST_OF_ONE = 1_001;
    private static final String COUNTER = "tokens/month";

    @TempDir
    private Path directory;

    private final List<String> ids = new CopyOnWriteArrayList<>();
    private final AtomicInteger unanswered = new AtomicInteger();
    private final AtomicInteger results = new AtomicInteger();

    @Test
    void nothingIsLostAndNothingChargedTwice() throws Exception {
        var answer = "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}";
        var front = WORLD.sagemakerFront().orElseThrow();
        try (var log = new FunctionLog(directory.resolve("function.log"), directory.resolve("audit.log"));
                var container = ScriptedContainer.start((_, _, _) -> Response.of(200, "application/json", answer));
                var function = LambdaFunction.start(settings(), log, InstantSource.system());
                var url = HttpFront.functionUrl(0, Account.REGION, function, InstantSource.system())) {
            var before =
                    front.host("papers", HostedEndpoint.of(container.uri())).orElseThrow();
            try {
                var spent = spent();
                inParallel(number -> queue(url.uri(), number));
                var charged = spent() - spent;
                inParallel(number -> {
                    if (number < ids.size()) {
                        fetch(url.uri(), ids.get(number), number);
                    }
                });
                System.out.println("queued " + ids.size() + ", unanswered " + unanswered + ", results " + results
                        + ", charged by estimate " + charged + ", after settlement " + (spent() - spent));

                assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(CALLS / 2);
                assertThat(results).hasValue(ids.size());
                assertThat(spent() - spent)
                        .isBetween(ids.size() * TRUE_TOKENS, ids.size() * TRUE_TOKENS + unanswered.get() * MOST_OF_ONE);
            } finally {
                front.host("papers", before);
            }
        }
    }

    private interface Work {
        void run(int number) throws Exception;
    }

    private static void inParallel(Work work) throws Exception {
        try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
            var tasks = IntStream.range(0, CALLS)
                    .mapToObj(number -> (Callable<Integer>) () -> {
                        work.run(number);
                        return number;
                    })
                    .toList();
            for (var task : threads.invokeAll(tasks)) {
                task.get();
            }
        }
    }

    private void queue(URI base, int number) throws Exception {
        if (number == CALLS / 2) {
            killEnvironments();
        }
        var request = to(base, "")
                .header("content-type", "application/json")
                .POST(BodyPublishers.ofString(BODY))
                .build();
        var answer = HTTP.send(request, BodyHandlers.ofString());
        if (answer.statusCode() == 202) {
            ids.add(JSON.readTree(answer.body()).path("InferenceId").asText());
        } else {
            unanswered.incrementAndGet();
        }
    }

    /// Asks until the result comes, and once more: the second time settles nothing.
    private void fetch(URI base, String id, int number) throws Exception {
        if (number == CALLS / 4) {
            killEnvironments();
        }
        var got = 0;
        for (var tries = 0; tries < 600 && got < 2; tries++) {
            HttpResponse<String> answer = HTTP.send(to(base, "/" + id).build(), BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                got++;
            } else {
                Thread.sleep(50);
            }
        }
        if (got == 2) {
            results.incrementAndGet();
        }
    }

    private static HttpRequest.Builder to(URI base, String rest) {
        return HttpRequest.newBuilder(URI.create(base + "/endpoints/papers/async-invocations" + rest))
                .timeout(Duration.ofSeconds(60))
                .header("authorization", "Bearer " + ISSUER.token("alice"));
    }

    private static long spent() throws UsageUnavailableException {
        var subject = "alice";
        var key = "principal|paper-reader|papers|local|" + subject;
        return new DynamoDbUsageStore(LocalCalls.dynamoDb(WORLD.dynamodb()), Seeding.USAGE_TABLE)
                .read(Set.of(key), Deadline.in(Duration.ofSeconds(2), InstantSource.system()))
                .getOrDefault(key, UsageItem.EMPTY)
                .counter(COUNTER);
    }

    private FunctionSettings settings() throws IOException {
        var usual = WORLD.settings(LocalWorld.Code.GATEWAY);
        return new FunctionSettings(
                usual.handler(),
                usual.classPath(),
                usual.environment(),
                usual.region(),
                usual.account(),
                Duration.ofSeconds(30),
                512,
                2,
                directory.resolve("task"));
    }

    /// As `kill -9` does.
    private void killEnvironments() {
        Environments.in(directory.resolve("task")).forEach(ProcessHandle::destroyForcibly);
    }
}
