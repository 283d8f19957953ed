package io.sagegate.local.lambda;

import io.sagegate.local.world.ChildProcess;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One run of the function under the real Runtime Interface Client, in a JVM of its own, with Lambda's settings.
///
/// It cannot outlive this JVM, whatever ends this one.
final class GatewayProcess implements AutoCloseable {
    static final String WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";

    /// The build's coverage agent, so that tests through the function count.
    private static final String COVERAGE = System.getProperty("sagegate.coverage", "");

    private static final long LAST_WORDS_SECONDS = 3;

    /// The notice that the runtime client ends without a line break. On Lambda it takes another way than printed
    /// lines.
    private static final Pattern NOTICE =
            Pattern.compile("^(Starting [0-9]+ concurrent function handler threads\\.)(?=.)");

    private final Process process;

    private GatewayProcess(Process process) {
        this.process = process;
    }

    static GatewayProcess start(FunctionSettings settings, Path nativeLibrary, String runtimeApi) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(ChildProcess.watched(command(settings, nativeLibrary)));
        builder.directory(settings.workDirectory().toFile());
        builder.redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment(settings, runtimeApi));
        return new GatewayProcess(builder.start());
    }

    private static List<String> command(FunctionSettings settings, Path nativeLibrary) {
        List<String> command = new ArrayList<>();
        // Lambda too runs the wrapper with the runtime's own command as its arguments.
        String wrapper = settings.environment().getOrDefault(WRAPPER, "");
        if (!wrapper.isEmpty()) {
            command.add(
                    wrapper.replaceFirst("^/var/task", settings.workDirectory().toString()));
        }
        command.add(ChildProcess.java());
        // Lambda's own flags for the managed runtime without SnapStart.
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        command.add("-Xmx" + settings.memoryMegabytes() * 85L / 100 + "m");
        command.add("--enable-native-access=ALL-UNNAMED");
        settings.environment()
                .getOrDefault(LambdaFunction.JVM_OPTIONS, "")
                .lines()
                .flatMap(line -> Stream.of(line.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .forEach(command::add);
        if (!COVERAGE.isEmpty()) {
            command.add(COVERAGE);
        }
        command.add("-D" + RuntimeClient.NATIVE_PROPERTY + "=" + nativeLibrary);
        command.addAll(List.of("-cp", classPath(settings), RuntimeClient.MAIN, settings.handler()));
        return command;
    }

    private static String classPath(FunctionSettings settings) {
        return Stream.concat(settings.classPath().stream(), RuntimeClient.jars().stream())
                .map(p -> p.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Map<String, String> environment(FunctionSettings settings, String runtimeApi) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("AWS_LAMBDA_RUNTIME_API", runtimeApi);
        variables.put("AWS_LAMBDA_FUNCTION_NAME", FunctionSettings.NAME);
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(settings.memoryMegabytes()));
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + FunctionSettings.NAME);
        variables.put(
                "AWS_LAMBDA_LOG_STREAM_NAME",
                "local/[$LATEST]" + ProcessHandle.current().pid());
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        variables.put("AWS_REGION", settings.region());
        variables.put("AWS_DEFAULT_REGION", settings.region());
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        variables.put("_HANDLER", settings.handler());
        variables.put("LAMBDA_TASK_ROOT", settings.workDirectory().toString());
        variables.put("LAMBDA_RUNTIME_DIR", "/var/runtime");
        variables.put("TZ", ":UTC");
        variables.put("LANG", "en_US.UTF-8");
        variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        variables.putAll(settings.environment());
        return variables;
    }

    /// Copies the process's output until the process ends, and returns its exit code.
    int follow(FunctionLog log) throws InterruptedException {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                NOTICE.matcher(line).replaceFirst("$1\n").lines().forEach(log::line);
            }
        } catch (IOException e) {
            // The process was killed while it printed; its exit code says so.
        }
        int code = process.waitFor();
        standDownWatcher();
        return code;
    }

    private void standDownWatcher() {
        try (OutputStream pipe = process.getOutputStream()) {
            pipe.write('\n');
        } catch (IOException e) {
            // The process is gone already.
        }
    }

    /// Ends the process at once, as Lambda does. Under the coverage agent it may first write its coverage.
    @Override
    public void close() {
        if (!COVERAGE.isEmpty()) {
            // The process's own destroy() would also close our pipe, and the watcher kills on that.
            process.toHandle().destroy();
            awaitLastWords();
        }
        process.destroyForcibly();
    }

    private void awaitLastWords() {
        try {
            process.waitFor(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
