package io.sagegate.local.lambda;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A folder laid out as Lambda unpacks a deployment package into `/var/task`: classes and resources at the top,
/// jars in `lib`. It is made of links, so that file modes are those of the build.
public final class TaskFolder {
    private static final String JARS = "lib";

    private TaskFolder() {}

    /// Links everything on the class path into `folder`.
    ///
    /// @param classPath folders of classes, whose own `lib` is left out, and jars
    public static void fill(Path folder, List<Path> classPath) throws IOException {
        Path lib = Files.createDirectories(folder.resolve(JARS));
        for (Path entry : classPath) {
            if (Files.isDirectory(entry)) {
                for (File file : Arrays.asList(entry.toFile().listFiles())) {
                    if (!file.getName().equals(JARS)) {
                        link(folder.resolve(file.getName()), file.toPath());
                    }
                }
            } else {
                link(lib.resolve(entry.getFileName().toString()), entry);
            }
        }
    }

    private static void link(Path link, Path target) throws IOException {
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, target.toAbsolutePath());
    }
}
