package io.sagegate.local;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The folders of the stack's runs, each named after its process.
final class RunFolders {
    private static final Pattern PROCESS = Pattern.compile("[0-9]{1,18}");

    private RunFolders() {}

    /// Makes the folder of this process, and deletes those of processes that are gone.
    static Path own(Path home) throws IOException {
        long pid = ProcessHandle.current().pid();
        Files.createDirectories(home);
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(home, Files::isDirectory)) {
            for (Path folder : folders) {
                String name = folder.getFileName().toString();
                if (PROCESS.matcher(name).matches() && isUnused(Long.parseLong(name), pid)) {
                    delete(folder);
                }
            }
        }
        return Files.createDirectories(home.resolve(Long.toString(pid)));
    }

    private static boolean isUnused(long process, long own) {
        return process == own || ProcessHandle.of(process).isEmpty();
    }

    /// Links are deleted and not followed, since a run's task folder links to the build's classes.
    private static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException fault) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
