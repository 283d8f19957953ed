package io.sagegate.aws.call;

import java.nio.charset.StandardCharsets;

/// Percent-encodes texts as signatures want it: everything but letters, digits, `-`, `.`, `_` and `~`.
///
/// Source: IAM User Guide, "Create a signed AWS API request", `UriEncode`.
final class UriText {
    private static final String HEX = "0123456789ABCDEF";

    private UriText() {}

    static String encoded(String text) {
        return encoded(text, false);
    }

    /// The same without slashes, which separate the parts of a path.
    static String encodedPath(String path) {
        return encoded(path, true);
    }

    private static String encoded(String text, boolean slashes) {
        var out = new StringBuilder(text.length() + 16);
        for (var b : text.getBytes(StandardCharsets.UTF_8)) {
            var c = (char) (b & 0xFF);
            if (isPlain(c) || (slashes && c == '/')) {
                out.append(c);
            } else {
                out.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 0xF));
            }
        }
        return out.toString();
    }

    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
