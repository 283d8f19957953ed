package io.sagegate.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// A wrong option is refused before any part of the stack is started.
final class StackOptionsTest {
    @TempDir
    private Path directory;

    private static StackOptions options(String... words) {
        var options = new StackOptions();
        new CommandLine(options).parseArgs(words);
        return options;
    }

    private void assertRefused(String message, String... words) {
        List<String> begun = new ArrayList<>();
        assertThatThrownBy(() -> LocalWorld.start(
                                options(words), LocalWorld.Code.GATEWAY, directory.resolve("run"), begun::add)
                        .close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
        assertThat(begun).isEmpty();
        assertThat(directory.resolve("run")).doesNotExist();
    }

    @Test
    void aPortThatIsTakenIsRefused() throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());
            assertRefused("--port: 127.0.0.1:" + port + " cannot be used", "--port", port);
        }
        assertRefused("--port: a port is a number up to 65535", "--port", "65536");
    }

    @Test
    void aPolicyThatBreaksARuleIsRefusedWithItsPlace() throws IOException {
        var policy = Files.writeString(directory.resolve("mine.yaml"), """
                roles:
                  reader:
                    - endpoint: "*"
                      actions: [invoke]
                """);
        assertRefused("mine.yaml is not valid: policy:3:", "--policy", policy.toString());
    }

    @Test
    void aPolicyThatIsNoFileIsRefused() {
        assertRefused("--policy: there is no file", "--policy", directory.toString());
        assertRefused(
                "--policy: there is no file",
                "--policy",
                directory.resolve("none.yaml").toString());
    }

    @Test
    void aTaskFolderWithoutAFunctionIsRefused() {
        assertRefused("holds no built function", "--task", directory.toString());
    }

    @Test
    void theExampleIsSound() throws IOException {
        options().check();
    }
}
