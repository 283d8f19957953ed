package io.sagegate.local.lambda;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What Lambda would be told about the function.
///
/// @param classPath what the deployment package holds
/// @param environment the function's own variables, over Lambda's
/// @param concurrency execution environments, each one process with one call in flight
/// @param workDirectory where the environments keep their files
public record FunctionSettings(
        String handler,
        List<Path> classPath,
        Map<String, String> environment,
        String region,
        String account,
        Duration timeout,
        int memoryMegabytes,
        int concurrency,
        Path workDirectory) {
    public static final String NAME = "sagegate";
    private static final int MAX_CONCURRENCY = 64;

    public FunctionSettings {
        if (concurrency < 1 || concurrency > MAX_CONCURRENCY) {
            throw new IllegalArgumentException("concurrency must be 1 to " + MAX_CONCURRENCY);
        }
        classPath = List.copyOf(classPath);
        environment = Map.copyOf(environment);
    }

    String arn() {
        return "arn:aws:lambda:" + region + ":" + account + ":function:" + NAME;
    }
}
