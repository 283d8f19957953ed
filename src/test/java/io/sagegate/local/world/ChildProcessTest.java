package io.sagegate.local.world;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
final class ChildProcessTest {
    @TempDir
    Path directory;

    @Test
    void outputOfBothStreamsGoesToTheLog() throws Exception {
        Path log = directory.resolve("out.log");
        try (ChildProcess child = ChildProcess.start(
                List.of("/bin/sh", "-c", "echo said; echo \"$WORD\" >&2; exit 3"),
                Map.of("WORD", "shouted"),
                directory,
                log)) {
            assertThat(child.onExit().get(20, SECONDS)).isEqualTo(3);
            assertThat(Files.readString(log)).isEqualTo("said\nshouted\n");
            assertThat(child.logTail(1)).isEqualTo("shouted");
        }
    }

    @Test
    void closeEndsAChildThatIgnoresTerm() throws Exception {
        ChildProcess child = ChildProcess.start(
                List.of("/bin/sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"),
                Map.of(),
                directory,
                directory.resolve("stubborn.log"));
        await().until(() -> child.logTail(1).equals("ready"));

        child.close();

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void sigKillOfTheParentLeavesNoChild() throws Exception {
        Path pidFile = directory.resolve("child.pid");
        Process parent = startParent(pidFile);
        ProcessHandle child = awaitChild(parent, pidFile);

        parent.destroyForcibly().waitFor();

        child.onExit().get(20, SECONDS);
        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void sigTermOfTheParentLeavesNoChild() throws Exception {
        Path pidFile = directory.resolve("child.pid");
        Process parent = startParent(pidFile);
        ProcessHandle child = awaitChild(parent, pidFile);

        parent.destroy();

        child.onExit().get(20, SECONDS);
        assertThat(child.isAlive()).isFalse();
    }

    private Process startParent(Path pidFile) throws IOException {
        return new ProcessBuilder(
                        ChildProcess.java(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        directory.toString(),
                        pidFile.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("parent.log").toFile())
                .start();
    }

    private ProcessHandle awaitChild(Process parent, Path pidFile) throws IOException, InterruptedException {
        while (!Files.exists(pidFile)) {
            assertThat(parent.isAlive())
                    .as(() -> "the parent lives until it has started the child; it said: " + parentLog())
                    .isTrue();
            Thread.sleep(20);
        }
        return ProcessHandle.of(Long.parseLong(Files.readString(pidFile))).orElseThrow();
    }

    private String parentLog() {
        try {
            return Files.readString(directory.resolve("parent.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /// Starts a child, says its process id in a file, and waits to be killed.
    static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws Exception {
            Path directory = Path.of(args[0]);
            try (ChildProcess child = ChildProcess.start(
                    List.of("/bin/sleep", "120"), Map.of(), directory, directory.resolve("child.log"))) {
                Path unfinished = Files.writeString(directory.resolve("pid"), Long.toString(child.pid()));
                Files.move(unfinished, Path.of(args[1]));
                Thread.sleep(120_000);
            }
        }
    }
}
