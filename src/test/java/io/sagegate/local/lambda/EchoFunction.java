package io.sagegate.local.lambda;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The echo function with all three fronts.
final class EchoFunction {
    private static final String REGION = "us-east-1";
    private static final String ACCOUNT = "111122223333";

    private final List<AutoCloseable> parts = new ArrayList<>();
    private @Nullable HttpFront url;
    private @Nullable HttpFront http;
    private @Nullable HttpFront rest;

    void open(Path directory, Duration timeout, int concurrency) throws IOException {
        FunctionLog log = new FunctionLog(directory.resolve("function.log"), directory.resolve("audit.log"));
        FunctionSettings settings = new FunctionSettings(
                EchoHandler.class.getName() + "::handleRequest",
                classPath(),
                Map.of("MARK", "marked"),
                REGION,
                ACCOUNT,
                timeout,
                512,
                concurrency,
                directory.resolve("task"));
        LambdaFunction function = LambdaFunction.start(settings, log, InstantSource.system());
        url = HttpFront.functionUrl(0, REGION, function, InstantSource.system());
        http = HttpFront.httpApi(0, REGION, ACCOUNT, "prod", function, InstantSource.system());
        rest = HttpFront.restApi(0, REGION, ACCOUNT, "prod", function, InstantSource.system());
        parts.addAll(List.of(url, http, rest, function));
    }

    URI url() {
        return Objects.requireNonNull(url).uri();
    }

    URI http() {
        return Objects.requireNonNull(http).uri();
    }

    URI rest() {
        return Objects.requireNonNull(rest).uri();
    }

    String front(String name) {
        return switch (name) {
            case "url" -> url().toString();
            case "http" -> http().toString();
            case "rest" -> rest().toString();
            default -> throw new IllegalArgumentException(name);
        };
    }

    void close() throws IOException {
        try {
            for (AutoCloseable part : parts) {
                part.close();
            }
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static List<Path> classPath() throws IOException {
        List<Path> paths = new ArrayList<>(List.of(Path.of("target/test-classes")));
        String runtime = Files.readString(Path.of("target/local/runtime.classpath"));
        Arrays.stream(runtime.strip().split(File.pathSeparator)).map(Path::of).forEach(paths::add);
        return paths;
    }
}
