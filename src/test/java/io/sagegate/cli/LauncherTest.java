package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.Exit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script `sagegate`, with JDKs that only say which they are.
final class LauncherTest {
    private static final Path SCRIPT = Path.of("src", "main", "scripts", "sagegate");

    @TempDir
    private Path directory;

    @BeforeEach
    void installTheScript() throws IOException {
        Files.createDirectories(directory.resolve(SCRIPT).getParent());
        Files.copy(SCRIPT, directory.resolve(SCRIPT));
        Files.createDirectory(directory.resolve("target"));
        Files.createFile(directory.resolve("target/sagegate-cli.jar"));
    }

    private Path jdk(String version) throws IOException {
        var home = directory.resolve("jdk-" + version);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\n");
        var java = Files.writeString(home.resolve("bin/java"), "#!/bin/sh\necho \"" + version + " $*\"\n");
        assertThat(java.toFile().setExecutable(true)).isTrue();
        return home;
    }

    private record Run(int exit, String text) {}

    private Run run(Path javaHome, String others) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("sh", directory.resolve(SCRIPT).toString(), "policy", "a b"));
        var elsewhere = Files.createDirectories(directory.resolve("another folder"));
        var builder = new ProcessBuilder(command).directory(elsewhere.toFile()).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("SAGEGATE_JDKS", others);
        builder.environment().put("PATH", path());
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), text);
    }

    /// The programs that the script itself calls, without java.
    private String path() throws IOException {
        var bin = Files.createDirectories(directory.resolve("bin"));
        for (var tool : List.of("dirname", "readlink", "sed")) {
            var script =
                    Files.writeString(bin.resolve(tool), "#!/bin/sh\nPATH=/usr/bin:/bin exec " + tool + " \"$@\"\n");
            assertThat(script.toFile().setExecutable(true)).isTrue();
        }
        return bin + ":/nowhere";
    }

    @Test
    void aJdkThatIsTooOldIsPassedOverForOneThatIsNot() throws Exception {
        var run = run(jdk("17.0.9"), jdk("21") + " " + jdk("25.0.1") + " " + jdk("26"));
        assertThat(run.text()).startsWith("25.0.1 -XX:+UseSerialGC ").contains(" -jar ", "sagegate-cli.jar policy a b");
        assertThat(run.exit()).isZero();
        assertThat(run(jdk("26"), "").text()).startsWith("26 -XX:");
    }

    @Test
    void withoutAJdkThatWillDoItSaysSoAndNotThatTheAnswerIsNo() throws Exception {
        var run = run(jdk("17.0.9"), directory.resolve("none").toString());
        assertThat(run.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(run.text()).contains("needs Java 25").hasLineCount(1);
    }
}
