package io.sagegate.local.world;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// DynamoDB Local: Amazon's own program, in a JVM of its own, in memory, on a free port of 127.0.0.1.
///
/// Because of its licence no code here is compiled against it. The build resolves its jars and writes their class
/// path to `target/local/dynamodb.classpath`, and this class knows only that file. Telemetry is switched off, and
/// [LoopbackSockets] keeps it from listening on every interface.
public final class DynamoDbLocal implements AutoCloseable {
    private static final String MAIN = "com.amazonaws.services.dynamodbv2.local.main.ServerRunner";
    private static final Path CLASS_PATH = BuildFolder.resolve("local", "dynamodb.classpath");
    private static final Duration STARTUP = Duration.ofSeconds(60);

    private final ChildProcess process;
    private final int port;

    private DynamoDbLocal(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts it and waits until it listens. Its log and unpacked native library go to `workDirectory`.
    public static DynamoDbLocal start(Path workDirectory) throws IOException, InterruptedException {
        Path work = Files.createDirectories(workDirectory.toAbsolutePath());
        Path portFile = work.resolve("dynamodb-local.port");
        Files.deleteIfExists(portFile);
        ChildProcess process =
                ChildProcess.start(command(work, portFile), Map.of(), work, work.resolve("dynamodb-local.log"));
        try {
            if (awaitFile(process, portFile)) {
                return new DynamoDbLocal(process, Integer.parseInt(Files.readString(portFile)));
            }
        } catch (InterruptedException e) {
            process.close();
            throw e;
        }
        process.close();
        throw new IOException("DynamoDB Local did not start:\n" + process.logTail(20));
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.close();
    }

    private static List<String> command(Path work, Path portFile) throws IOException {
        List<String> jars = jars();
        List<String> classPath = new ArrayList<>(
                jars.stream().filter(jar -> jar.endsWith(".jar")).toList());
        classPath.add(loopbackClasses(work).toString());
        return List.of(
                ChildProcess.java(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                "-Djava.nio.channels.spi.SelectorProvider=" + LoopbackSockets.class.getName(),
                "-D" + LoopbackSockets.PORT_FILE + "=" + portFile,
                "-Djava.io.tmpdir=" + Files.createDirectories(work.resolve("tmp")),
                "-cp",
                String.join(File.pathSeparator, classPath),
                MAIN,
                "-inMemory",
                "-sharedDb",
                "-disableTelemetry");
    }

    /// The class path that the build wrote, less the Maven and Ant jars of the plugin that resolved it.
    private static List<String> jars() throws IOException {
        if (!Files.exists(CLASS_PATH)) {
            throw new IOException(CLASS_PATH.toAbsolutePath() + " is missing: run `mvn test-compile` first");
        }
        return List.of(Files.readString(CLASS_PATH).strip().split(File.pathSeparator)).stream()
                .filter(jar -> !isBuildTool(jar))
                .toList();
    }

    private static boolean isBuildTool(String jar) {
        String name = Path.of(jar).getFileName().toString();
        return name.startsWith("maven-")
                || name.startsWith("ant-1")
                || name.startsWith("ant-launcher")
                || name.startsWith("plexus-")
                || name.startsWith("mockito-");
    }

    /// Copies only the loopback classes into a folder: the child can reach no other class of ours.
    private static Path loopbackClasses(Path work) throws IOException {
        Path root = work.resolve("classes");
        String folder = LoopbackSockets.class.getPackageName().replace('.', '/');
        for (String name : List.of("LoopbackSockets.class", "LoopbackSockets$Loopback.class")) {
            Path target = root.resolve(folder).resolve(name);
            Files.createDirectories(target.getParent());
            try (InputStream bytes = LoopbackSockets.class.getResourceAsStream(name)) {
                Files.copy(Objects.requireNonNull(bytes, name), target, StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return root;
    }

    private static boolean awaitFile(ChildProcess process, Path file) throws InterruptedException {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            if (Files.exists(file)) {
                return true;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
        return false;
    }
}
