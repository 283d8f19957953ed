package io.sagegate.local;

import io.sagegate.local.world.BuildFolder;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The code that the function runs, in Lambda's form: a folder of classes, and jars.
///
/// @param task the folder of a package that was built elsewhere; absent for the classes of the running build
record DeploymentPackage(Optional<Path> task) {
    private static final Path HANDLER = Path.of("io", "sagegate", "lambda", "GatewayHandler.class");
    private static final String JARS = "lib";

    /// Refuses a folder that holds no package.
    void check() throws IOException {
        if (task.isPresent()
                && !(Files.exists(task.get().resolve(HANDLER))
                        && Files.isDirectory(task.get().resolve(JARS)))) {
            throw new IOException("--task: " + task.get() + " holds no built function (" + HANDLER + " and " + JARS
                    + "/); `sam build` makes one in .aws-sam/build/GatewayFunction");
        }
    }

    /// The function's class path: its classes, then its jars by name, as Lambda's runtime orders them.
    List<Path> classPath(List<Path> extra) throws IOException {
        List<Path> classPath = new ArrayList<>();
        classPath.add(task.orElse(BuildFolder.resolve("classes")));
        classPath.addAll(extra);
        classPath.addAll(task.isPresent() ? packed(task.get().resolve(JARS)) : resolved());
        return classPath;
    }

    private static List<Path> packed(Path lib) throws IOException {
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
        }
    }

    private static List<Path> resolved() throws IOException {
        String jars = Files.readString(BuildFolder.resolve("local", "runtime.classpath"));
        return Arrays.stream(jars.strip().split(File.pathSeparator))
                .map(Path::of)
                .toList();
    }
}
