package io.sagegate.cli;

import io.sagegate.aws.dynamodb.DynamoDbKeyRegistry;
import io.sagegate.keys.KeyService;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.TypeConversionException;

/// What every key command needs: the table, and the service on it.
final class KeyOptions {
    @Mixin
    private final TableOptions tables = new TableOptions();

    KeyService service() throws CommandFailedException {
        return new KeyService(
                new DynamoDbKeyRegistry(tables.dynamoDb(), tables.policyTable()),
                InstantSource.system(),
                new SecureRandom());
    }

    /// A time span such as `1h`, `90m` or `300s`.
    static final class Span implements ITypeConverter<Duration> {
        private static final Pattern FORM = Pattern.compile("[0-9]{1,6}[hms]");

        @Override
        public Duration convert(String text) {
            if (!FORM.matcher(text).matches()) {
                throw new TypeConversionException("expected a time span such as 1h, 90m or 300s");
            }
            var number = Long.parseLong(text.substring(0, text.length() - 1));
            return switch (text.charAt(text.length() - 1)) {
                case 'h' -> Duration.ofHours(number);
                case 'm' -> Duration.ofMinutes(number);
                default -> Duration.ofSeconds(number);
            };
        }
    }
}
