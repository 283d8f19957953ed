package io.sagegate.aws.call;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.crt.http.HttpHeader;

/// The form of a request that is signed: the same for all ways to write the same request.
///
/// Source: IAM User Guide, "Create a signed AWS API request", step 1.
///
/// @param names the signed fields, separated by semicolons
record CanonicalRequest(String text, String names) {
    /// A proxy may change this one, so it is not signed.
    private static final String UNSIGNED = "user-agent";

    private static final Comparator<Line> BY_NAME = (one, other) -> one.name.compareTo(other.name);

    /// @param name in lower case
    private record Line(String name, String value) {}

    /// @param path as the service signs it
    /// @param query with its parameters in order
    /// @param hash SHA-256 of the body in hex, or what stands for it
    static CanonicalRequest of(String method, String path, String query, List<HttpHeader> headers, String hash) {
        var text = new StringBuilder(1_024);
        text.append(method).append('\n').append(path).append('\n').append(query).append('\n');
        var lines = lines(headers);
        for (var line : lines) {
            text.append(line.name).append(':').append(spaced(line.value)).append('\n');
        }
        var names = joined(lines);
        text.append('\n').append(names).append('\n').append(hash);
        return new CanonicalRequest(text.toString(), names);
    }

    /// The names of the fields that are signed.
    static String names(List<HttpHeader> headers) {
        return joined(lines(headers));
    }

    private static List<Line> lines(List<HttpHeader> headers) {
        var lines = new ArrayList<Line>(headers.size());
        for (var header : headers) {
            var name = header.getName().toLowerCase(Locale.ROOT);
            if (!name.equals(UNSIGNED)) {
                lines.add(new Line(name, header.getValue()));
            }
        }
        lines.sort(BY_NAME);
        return lines;
    }

    private static String joined(List<Line> lines) {
        var names = new StringBuilder(160);
        for (var line : lines) {
            names.append(names.isEmpty() ? "" : ";").append(line.name);
        }
        return names.toString();
    }

    /// The value without spaces at its ends, and with one space for several.
    private static String spaced(String value) {
        var plain = value.strip();
        return plain.contains("  ") ? plain.replaceAll(" +", " ") : plain;
    }
}
