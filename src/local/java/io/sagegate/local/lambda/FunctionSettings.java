package io.sagegate.local.lambda;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The settings of the function, as Lambda would have them.
///
/// @param classPath the content of the deployment package
/// @param environment the function's own variables, over Lambda's
/// @param concurrency the number of execution environments; each is one process with one call in flight
/// @param workDirectory the folder for the environments' files
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

    /// The same function started through an exec wrapper of its package, which is laid out in `task` for it.
    ///
    /// @param wrapper the wrapper's path as Lambda has it, under `/var/task`
    public FunctionSettings inTask(Path task, String wrapper) throws IOException {
        TaskFolder.fill(task, classPath);
        Map<String, String> variables = new HashMap<>(environment);
        variables.put(GatewayProcess.WRAPPER, wrapper);
        variables.put("JAVA_TOOL_OPTIONS", "--enable-native-access=ALL-UNNAMED");
        return new FunctionSettings(
                handler, classPath, variables, region, account, timeout, memoryMegabytes, concurrency, task);
    }

    String arn() {
        return "arn:aws:lambda:" + region + ":" + account + ":function:" + NAME;
    }
}
