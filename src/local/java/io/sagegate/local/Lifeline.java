package io.sagegate.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Ends the stack when its parent is gone: the program that started it (Maven), or its terminal.
///
/// Ctrl-C and a hang-up arrive as signals and need no watching.
final class Lifeline {
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private Lifeline() {}

    static void watch(Runnable end) {
        Optional<ProcessHandle> parent = ProcessHandle.current().parent();
        Optional<Path> terminal = terminal();
        Thread.ofPlatform().daemon().name("lifeline").start(() -> {
            try {
                while (alive(parent, terminal)) {
                    Thread.sleep(INTERVAL);
                }
                end.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private static boolean alive(Optional<ProcessHandle> parent, Optional<Path> terminal) {
        return parent.map(ProcessHandle::isAlive).orElse(true)
                && terminal.map(Files::exists).orElse(true);
    }

    private static Optional<Path> terminal() {
        try {
            Path device = Files.readSymbolicLink(Path.of("/proc/self/fd/0"));
            return device.startsWith("/dev/pts") ? Optional.of(device) : Optional.empty();
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }
}
