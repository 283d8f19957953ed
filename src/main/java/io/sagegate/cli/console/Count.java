package io.sagegate.cli.console;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Converters for counts on the command line: a mistyped number must not end as "there is nothing".
public final class Count {
    private Count() {}

    private static int from(int least, String text) {
        if (text.matches("[0-9]{1,9}") && Integer.parseInt(text) >= least) {
            return Integer.parseInt(text);
        }
        throw new TypeConversionException("expected a whole number from " + least + " up, not " + text);
    }

    /// A count of at least one.
    public static final class Positive implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return from(1, text);
        }
    }

    /// A count of zero or more.
    public static final class NotNegative implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return from(0, text);
        }
    }
}
