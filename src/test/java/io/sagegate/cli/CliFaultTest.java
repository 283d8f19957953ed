package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.sagegate.aws.dynamodb.Row;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

final class CliFaultTest {
    @TempDir
    private Path directory;

    private static String text(Throwable fault) {
        assertThat(Fault.of(fault).orElseThrow().exitCode()).isEqualTo(Exit.UNAVAILABLE);
        return Fault.of(fault).orElseThrow().text();
    }

    @Test
    void whatAStreamWrappedIsToldAsWhatItIs() {
        assertThat(text(new UncheckedIOException(new UnknownHostException("logs.xx-east-9.amazonaws.com"))))
                .contains("There is no host logs.xx-east-9.amazonaws.com");
        assertThat(text(new AccessDeniedException("p.yaml"))).contains("p.yaml: permission denied");
        assertThat(Fault.of(new IllegalStateException("a bug"))).isEmpty();
    }

    @Test
    void aRowThatWasChangedByHandIsNamed() {
        var row = Row.of(Map.of("id", AttributeValue.fromS("giveback#1"), "amount", AttributeValue.fromS("many")));
        assertThat(text(catchThrowable(() -> row.number("amount"))))
                .isEqualTo("The table was changed by hand: the row \"giveback#1\" has no amount that can be read.");
        assertThat(text(catchThrowable(() -> row.time("amount")))).contains("no amount");
        assertThat(text(catchThrowable(() -> row.text("missing")))).contains("no missing");
        assertThat(text(catchThrowable(() -> Row.of(Map.of("id", AttributeValue.fromNs(List.of("1")))))))
                .contains("an attribute of the type NS");
    }

    @Test
    void theSdksListOfProvidersIsNotForPeople() {
        var fault = SdkClientException.create(
                "Unable to load credentials from any of the providers in the chain AwsCredentialsProviderChain(x@1f)");
        assertThat(text(fault))
                .contains("No AWS credentials were found", "--profile")
                .doesNotContain("@1f");
    }

    @Test
    void aFileThatCannotBeReadIsNamedWithItsCause() throws IOException {
        var none = directory.resolve("none.yaml").toString();
        var missing = Cli.run("policy", "check", none);
        assertThat(missing.err()).contains(none + ": there is no such file");
        assertThat(missing.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(Cli.run("policy", "check", directory.toString()).err()).contains(directory.toString(), "directory");
        var zipped = Files.writeString(directory.resolve("a.gz"), "plain text").toString();
        assertThat(Cli.run("audit", "verify", zipped).err()).contains(zipped, "GZIP");
        assertThat(Cli.run("audit", "verify", directory.toString()).err()).contains(directory.toString());
        var latin = Files.write(directory.resolve("l.yaml"), "a: \u00e4".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(Cli.run("policy", "check", latin.toString()).out()).contains("l.yaml:1:1: error: not UTF-8");
    }

    @Test
    void aHyphenIsStandardInput() {
        var before = System.in;
        try {
            System.setIn(new ByteArrayInputStream("role: {}\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(Cli.run("policy", "check", "-").out()).contains("standard input:1:1: error: role");
            System.setIn(new ByteArrayInputStream("nothing\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(Cli.run("audit", "tail", "-").exit()).isEqualTo(Exit.OK);
            assertThat(Cli.run("policy", "test", "-").exit()).isEqualTo(Exit.USAGE);
        } finally {
            System.setIn(before);
        }
    }
}
