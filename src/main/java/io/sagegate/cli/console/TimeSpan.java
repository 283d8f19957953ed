package io.sagegate.cli.console;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;

/// A moment as people type it: an instant, or how long ago it was.
public final class TimeSpan {
    private TimeSpan() {}

    public static Instant instant(String text, InstantSource clock) throws CommandFailedException {
        try {
            return text.matches("[0-9]{1,6}[smhd]")
                    ? clock.instant()
                            .minus(
                                    text.endsWith("d")
                                            ? Duration.ofDays(Long.parseLong(text.substring(0, text.length() - 1)))
                                            : Duration.parse("PT" + text))
                    : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new CommandFailedException(
                    Exit.USAGE, "--since takes 90m, 12h, 7d or a time such as 2026-01-31T10:00:00Z, not " + text + ".");
        }
    }
}
