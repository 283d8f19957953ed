package io.sagegate.cli.key;

import io.sagegate.aws.dynamodb.policy.DynamoDbKeyRegistry;
import io.sagegate.aws.dynamodb.policy.DynamoDbPolicyStore;
import io.sagegate.cli.console.CommandFailedException;
import io.sagegate.cli.console.Exit;
import io.sagegate.cli.console.TableOptions;
import io.sagegate.identity.ApiClient;
import io.sagegate.keys.KeyService;
import io.sagegate.policy.PolicyUnavailableException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.TypeConversionException;

/// The options that every key command needs: the table, and the key service on it.
public final class KeyOptions {
    private static final Pattern KEY_OR_ID =
            Pattern.compile("(?:" + ApiClient.KEY_PREFIX + ")?([0-9A-Za-z]{16})(?:_[0-9A-Za-z]*)?");

    @Mixin
    private final TableOptions tables = new TableOptions();

    /// Reads the id in a typed text. A leaked key is often pasted whole: its secret is dropped here. A text that
    /// cannot be read is not shown again either.
    public static String id(String typed) throws CommandFailedException {
        var form = KEY_OR_ID.matcher(typed.strip());
        if (!form.matches()) {
            throw new CommandFailedException(
                    Exit.USAGE,
                    "That is no key's id: 16 letters and digits, as `key list` shows it, or the part between sg_ and the"
                            + " next _ of a key.");
        }
        return form.group(1);
    }

    KeyService service() throws CommandFailedException {
        return new KeyService(
                new DynamoDbKeyRegistry(tables.dynamoDb(), tables.policyTable()),
                InstantSource.system(),
                new SecureRandom());
    }

    /// Whether the policy in force gives the client no role; false if the policy cannot be read.
    boolean isUnbound(String client) throws CommandFailedException {
        try (var table = tables.dynamoDb()) {
            var store =
                    new DynamoDbPolicyStore(table, tables.policyTable(), Duration.ofMinutes(1), InstantSource.system());
            return store.current().rolesOf(new ApiClient(client, "none")).isEmpty();
        } catch (PolicyUnavailableException e) {
            return false;
        }
    }

    /// A time span such as `1h`, `90m` or `300s`.
    public static final class Span implements ITypeConverter<Duration> {
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
