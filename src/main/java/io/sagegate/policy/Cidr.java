package io.sagegate.policy;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// A network in CIDR form (RFC 4632, RFC 4291 §2.3), such as `10.0.0.0/8` or `2001:db8::/32`.
public final class Cidr {
    private static final Pattern FORM = Pattern.compile("([0-9a-fA-F:.]{2,45})/([0-9]{1,3})");
    private static final Pattern IPV4 = Pattern.compile("[0-9]{1,3}(?:\\.[0-9]{1,3}){3}");

    private final byte[] network;
    private final int bits;
    private final String text;

    private Cidr(byte[] network, int bits, String text) {
        this.network = network;
        this.bits = bits;
        this.text = text;
    }

    /// Returns the network, or empty if the text is none or sets a bit beyond its prefix.
    public static Optional<Cidr> of(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        var bits = Integer.parseInt(form.group(2));
        return address(form.group(1))
                .map(InetAddress::getAddress)
                .filter(network -> bits <= network.length * 8 && isZeroBeyond(network, bits))
                .map(network -> new Cidr(network, bits, text));
    }

    /// Reads an address literal. A host name gives empty, so nothing is ever looked up.
    public static Optional<InetAddress> address(String text) {
        if (!IPV4.matcher(text).matches() && (!text.contains(":") || text.contains("%") || text.contains("["))) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    boolean contains(InetAddress address) {
        var bytes = address.getAddress();
        if (bytes.length != network.length) {
            return false;
        }
        for (var bit = 0; bit < bits; bit++) {
            if (bitOf(bytes, bit) != bitOf(network, bit)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZeroBeyond(byte[] bytes, int from) {
        for (var bit = from; bit < bytes.length * 8; bit++) {
            if (bitOf(bytes, bit) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bitOf(byte[] bytes, int bit) {
        return bytes[bit / 8] >> (7 - bit % 8) & 1;
    }

    @Override
    public String toString() {
        return text;
    }
}
