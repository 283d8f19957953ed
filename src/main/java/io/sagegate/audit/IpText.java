package io.sagegate.audit;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Tells whether a text is an IP address, without ever resolving a name.
final class IpText {
    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private IpText() {}

    /// The address, in a spelling that every reader takes.
    static Optional<String> address(String text) {
        if (V4.matcher(text).matches()) {
            return Optional.of(text);
        }
        if (text.indexOf(':') < 0 || !V6.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            var address = InetAddress.ofLiteral(text).getHostAddress();
            return Optional.of(text.indexOf('.') < 0 ? text : address);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
