package io.sagegate.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The processes of a test's own function, among those of other tests that run at the same time.
final class Environments {
    private Environments() {}

    /// The JVMs that run in a folder.
    static List<ProcessHandle> in(Path workDirectory) {
        return ProcessHandle.current()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .filter(child -> isIn(child, workDirectory))
                .toList();
    }

    private static boolean isIn(ProcessHandle process, Path directory) {
        try {
            return Files.isSameFile(Path.of("/proc", Long.toString(process.pid()), "cwd"), directory);
        } catch (IOException e) {
            return false; // It has ended.
        }
    }
}
