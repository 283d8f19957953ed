package io.sagegate.compare;

import io.sagegate.compare.Contender.Running;
import io.sagegate.local.LocalWorld;
import io.sagegate.local.lambda.FunctionLog;
import io.sagegate.local.lambda.FunctionSettings;
import io.sagegate.local.lambda.HttpFront;
import io.sagegate.local.lambda.LambdaFunction;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Functions under Lambda's own runtime client and JVM flags, behind a stand-in of a Function URL.
///
/// @param directory for logs and packages
/// @param handwritten the folder in which the hand-written functions were built
record Functions(Upstream upstream, Path directory, Path handwritten) {
    /// The template's own; one whole vCPU on Lambda.
    private static final int MEGABYTES = 1_769;

    private static final String NOTHING = "nothing of the job";
    private static final String CHAT = "/v1/chat/completions";
    private static final String REGION = "us-east-1";

    Contender sagegate() {
        return new Contender(
                "Sagegate", NOTHING, () -> gateway("", false), Optional.of(() -> gateway("stream-runtime", true)));
    }

    Contender ownLoop() {
        return new Contender("Sagegate, own loop", NOTHING, () -> gateway("buffered-runtime", false), Optional.empty());
    }

    /// A function of `src/bench/lambda`; Lambda's Java runtime cannot stream its answer.
    Contender handwritten(String name, String handler, String leavesOut) {
        return new Contender(name, leavesOut, () -> handwritten(handler), Optional.empty());
    }

    private Running gateway(String wrapper, boolean streamed) throws IOException, InterruptedException {
        var settings = with(upstream.world().settings(LocalWorld.Code.GATEWAY), Map.of());
        var task = directory.toAbsolutePath().resolve("task-" + wrapper);
        return start(wrapper.isEmpty() ? settings : settings.inTask(task, "/var/task/" + wrapper), streamed);
    }

    private Running handwritten(String handler) throws IOException, InterruptedException {
        List<Path> classPath = new ArrayList<>(List.of(handwritten.resolve("classes")));
        try (var jars = Files.list(handwritten.resolve("lib"))) {
            jars.sorted().forEach(classPath::add);
        }
        var settings = with(upstream.world().settings(LocalWorld.Code.GATEWAY), upstream.settings());
        return start(
                new FunctionSettings(
                        "example." + handler + "::handleRequest",
                        classPath,
                        settings.environment(),
                        settings.region(),
                        settings.account(),
                        settings.timeout(),
                        settings.memoryMegabytes(),
                        1,
                        settings.workDirectory()),
                false);
    }

    /// Lambda's JVM sees no more memory than the function has: the heap begins smaller there than on this machine.
    private FunctionSettings with(FunctionSettings settings, Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(settings.environment());
        environment.putAll(more);
        environment.put(
                LambdaFunction.JVM_OPTIONS,
                "-XX:MaxRAM=" + MEGABYTES + "m " + System.getenv().getOrDefault("BENCH_JAVA_OPTIONS", ""));
        return new FunctionSettings(
                settings.handler(),
                settings.classPath(),
                environment,
                settings.region(),
                settings.account(),
                settings.timeout(),
                MEGABYTES,
                1,
                directory.toAbsolutePath().resolve("task"));
    }

    private Running start(FunctionSettings settings, boolean streamed) throws IOException, InterruptedException {
        var before = children();
        var log = new FunctionLog(directory.resolve("function.log"), directory.resolve("audit.log"));
        var function = LambdaFunction.start(settings, log, InstantSource.system());
        var front = HttpFront.functionUrl(0, REGION, function, InstantSource.system());
        URI address = front.uri().resolve(CHAT);
        return new Running(
                () -> Job.request(address, upstream.bearer(), streamed), Optional.of(started(before)), () -> {
                    front.close();
                    function.close();
                    log.close();
                });
    }

    private static ProcessHandle started(Set<ProcessHandle> before) throws InterruptedException {
        while (true) {
            var fresh =
                    children().stream().filter(child -> !before.contains(child)).findFirst();
            if (fresh.isPresent()) {
                return fresh.get();
            }
            Thread.sleep(2);
        }
    }

    private static Set<ProcessHandle> children() {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .collect(Collectors.toSet());
    }
}
