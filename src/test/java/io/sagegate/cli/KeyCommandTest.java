package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.key.KeyOptions;
import io.sagegate.cli.key.KeyReport;
import io.sagegate.identity.ApiKey;
import io.sagegate.identity.StoredKey;
import io.sagegate.keys.KeyService;
import io.sagegate.local.witness.Witness;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Command lines as people type them. That issued keys open the gateway is `KeyServiceTest`'s and `KeyRotationTest`'s.
final class KeyCommandTest {
    @ParameterizedTest
    @CsvSource({
        "0s, 2", "13h, 2", "1d, 2", "-1h, 2", "1, 2", "'', 2",
    })
    void aKeysLifeIsBounded(String life, int exit) {
        assertThat(Cli.run("key", "issue", "batch", "--life", life).exit()).isEqualTo(exit);
    }

    @ParameterizedTest
    @CsvSource({"Batch", "a*", "'a b'", "''", "key:a"})
    void aClientHasAPlainName(String client) {
        assertThat(Cli.run("key", "issue", client).exit()).isEqualTo(Exit.USAGE);
    }

    @Test
    void aWholeKeyPastedInHasteIsTakenForItsIdAndItsSecretNeverShown() throws CommandFailedException {
        var key = ApiKey.generate(new SecureRandom());
        assertThat(KeyOptions.id(key.reveal())).isEqualTo(key.id());
        assertThat(KeyOptions.id(" " + key.reveal() + "\n")).isEqualTo(key.id());
        assertThat(KeyOptions.id("sg_" + key.id())).isEqualTo(key.id());
        assertThat(KeyOptions.id(key.id())).isEqualTo(key.id());
        // A copy that lost its end, and one that is no key at all.
        assertThat(KeyOptions.id(key.reveal().substring(0, 40))).isEqualTo(key.id());
        for (var command : new String[] {"revoke", "rotate"}) {
            var run = Cli.run("key", command, "Authorization=" + key.reveal(), "--table", "t", "--region", "us-east-1");
            assertThat(run.exit()).isEqualTo(Exit.USAGE);
            assertThat(run.out() + run.err()).contains("16 letters and digits").doesNotContain(key.reveal());
        }
    }

    @Test
    void aRotationSaysWhenTheOldKeyEnds() {
        var key = ApiKey.generate(new SecureRandom());
        var now = Instant.parse("2026-11-23T10:00:00Z");
        var before = new StoredKey(key.id(), "batch", key.hash(), now, now.plusSeconds(3_600), Optional.empty());
        var after = new StoredKey(key.id(), "batch", key.hash(), now, now.plusSeconds(900), Optional.empty());
        var err = new StringWriter();
        KeyReport.retired(before, after, new PrintWriter(err));
        assertThat(err.toString()).contains("old key " + key.id() + " works until 2026-11-23T10:15:00Z.");
        KeyReport.retired(before, before, new PrintWriter(err));
        assertThat(err.toString()).contains("works until 2026-11-23T11:00:00Z, its own end");
    }

    @Test
    void spansAreReadInHoursMinutesAndSeconds() {
        var span = new KeyOptions.Span();
        assertThat(span.convert("12h")).hasHours(12);
        assertThat(span.convert("90m")).hasMinutes(90);
        assertThat(span.convert("300s")).hasSeconds(300);
    }

    @Test
    void everyCommandHasHelp() {
        for (var command : new String[] {"issue", "list", "rotate", "revoke"}) {
            var help = Cli.run("key", command, "--help");
            assertThat(help.exit()).isZero();
            assertThat(help.out()).contains("--table", "--local");
        }
    }

    @Test
    void aKeyAloneIsOnStandardOutput() throws Exception {
        var out = new StringWriter();
        var err = new StringWriter();
        var key = ApiKey.generate(new SecureRandom());
        Witness.current().secret("key", key.reveal());
        var now = Instant.parse("2026-11-23T10:00:00Z");
        var stored = new StoredKey(key.id(), "batch", key.hash(), now, now.plusSeconds(7_200), Optional.empty());
        KeyReport.issued(new KeyService.Issued(key, stored), new PrintWriter(out), new PrintWriter(err));
        assertThat(out.toString().strip()).isEqualTo(key.reveal());
        assertThat(err.toString()).contains(key.id(), "2026-11-23T12:00:00Z", "KeyMaxLifeSeconds");
        assertThat(err.toString()).doesNotContain(key.reveal().substring(20));
    }
}
