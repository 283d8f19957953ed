package io.sagegate.compare;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/// Builds and installs what is compared: two small Maven projects and a package of npm.
///
/// @param directory for what is built, and for the builders' output
record Builds(Path directory) {
    static final Path PORTKEY = Path.of("src", "bench", "portkey");
    private static final int OLDEST_NODE = 20;

    /// Builds a project of `src/bench`; returns the folder with its `classes` and `lib`.
    Path maven(String project) throws IOException, InterruptedException {
        var pom = Path.of("src", "bench", project, "pom.xml").toString();
        if (!run(List.of("mvn", "-q", "-B", "-ntp", "-f", pom, "prepare-package"))) {
            throw new IOException(pom + " could not be built; " + log() + " says why");
        }
        return directory.resolve(project).toAbsolutePath();
    }

    /// Installs Portkey's gateway; empty without Node or npm.
    Optional<Path> portkey() throws IOException, InterruptedException {
        var folder = Files.createDirectories(directory.resolve("portkey").toAbsolutePath());
        Files.copy(PORTKEY.resolve("package.json"), folder.resolve("package.json"), REPLACE_EXISTING);
        var installed = nodeVersion() >= OLDEST_NODE
                && run(List.of(
                        "npm",
                        "install",
                        "--prefix",
                        folder.toString(),
                        "--no-audit",
                        "--no-fund",
                        "--ignore-scripts"));
        return installed ? Optional.of(folder) : Optional.empty();
    }

    /// The major version of Node; 0 without one.
    static int nodeVersion() {
        var digits = node().replaceFirst("^v", "").replaceFirst("\\..*", "");
        return digits.matches("[0-9]{1,4}") ? Integer.parseInt(digits) : 0;
    }

    /// The answer of `node --version`; empty without one.
    static String node() {
        try {
            var process = new ProcessBuilder("node", "--version").start();
            try (var out = process.inputReader()) {
                return Objects.requireNonNullElse(out.readLine(), "");
            }
        } catch (IOException e) {
            return "";
        }
    }

    private Path log() {
        return directory.resolve("builds.log");
    }

    private boolean run(List<String> command) throws IOException, InterruptedException {
        Files.createDirectories(directory);
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        // Maven itself may run on an older Java than the one this program was given.
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            return builder.start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
