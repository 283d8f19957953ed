package io.sagegate.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.Console;
import io.sagegate.fuzz.FuzzTarget;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/// A line of a log is an audit line with a time, which a person is shown on one line of its own, or it is passed over.
public final class AuditRecordFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        new String(input, StandardCharsets.UTF_8)
                .lines()
                .forEach(line -> AuditRecord.parse(line).ifPresent(record -> {
                    assertThat(AuditRecord.isAudit(line)).isTrue();
                    assertThat(line).endsWith(record.line());
                    assertThat(AuditRecord.parse(record.line())).contains(record);
                    assertThat(record.isOf(record.request())).isTrue();
                    assertThat(shown(record).lines()).hasSize(2);
                }));
    }

    private static String shown(AuditRecord record) {
        var text = new StringWriter();
        var command = CommandSpec.create();
        new CommandLine(command)
                .setOut(new PrintWriter(text))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF));
        new AuditTable(Console.of(command)).row(record);
        assertThat(text.toString()).doesNotContainPattern("[\\p{Cc}\\p{Cf}&&[^\\n]]");
        return text.toString();
    }
}
