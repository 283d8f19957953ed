package io.sagegate.audit.ocsf;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// Decides whether a text is an IP address, without ever resolving a name.
final class IpText {
    private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

    private IpText() {}

    /// The address in a spelling that every reader accepts. Empty if the text is no address.
    static Optional<String> address(String text) {
        if (isV4(text)) {
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

    /// Whether the text is four numbers up to 255, without leading zeros, separated by dots.
    private static boolean isV4(String text) {
        var part = 0;
        var digits = 0;
        var dots = 0;
        for (var i = 0; i < text.length(); i++) {
            var c = text.charAt(i);
            if (c == '.') {
                if (digits == 0) {
                    return false;
                }
                dots++;
                part = 0;
                digits = 0;
            } else {
                if (c < '0' || c > '9' || (digits > 0 && part == 0)) {
                    return false;
                }
                part = part * 10 + c - '0';
                digits++;
                if (part > 255) {
                    return false;
                }
            }
        }
        return dots == 3 && digits > 0;
    }
}
