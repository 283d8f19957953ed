package io.sagegate.cli.policy.prove;

import io.sagegate.policy.Cidr;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The addresses that stand for all others where some networks are told apart. Networks lie within each other or
/// apart, so each region is one network without those in it, or the rest of the address space.
final class Networks {
    /// Addresses of documentation: where none of the networks has them, they are the rest.
    private static final List<String> REST = List.of("192.0.2.1", "2001:db8::1");

    private Networks() {}

    /// A stretch of addresses.
    private record Stretch(BigInteger first, BigInteger last, int bytes) {
        static Stretch of(String text) {
            var slash = text.indexOf('/');
            var address = InetAddress.ofLiteral(text.substring(0, slash)).getAddress();
            var first = new BigInteger(1, address);
            var free = address.length * 8 - Integer.parseInt(text.substring(slash + 1));
            return new Stretch(first, first.add(BigInteger.TWO.pow(free)).subtract(BigInteger.ONE), address.length);
        }

        boolean holds(BigInteger address) {
            return address.compareTo(first) >= 0 && address.compareTo(last) <= 0;
        }

        /// Whether the other lies within this one and is not the same.
        boolean isAround(Stretch other) {
            return bytes == other.bytes && !equals(other) && holds(other.first) && holds(other.last);
        }

        /// An address that is in none of the others.
        Optional<String> without(List<Stretch> others) {
            var at = first;
            for (var moved = true; moved; ) {
                moved = false;
                for (var other : others) {
                    if (other.holds(at)) {
                        at = other.last.add(BigInteger.ONE);
                        moved = true;
                    }
                }
            }
            return holds(at) ? Optional.of(text(at)) : Optional.empty();
        }

        private String text(BigInteger address) {
            var raw = address.toByteArray();
            var whole = new byte[bytes];
            var length = Math.min(raw.length, bytes);
            System.arraycopy(raw, raw.length - length, whole, bytes - length, length);
            try {
                return InetAddress.getByAddress(whole).getHostAddress();
            } catch (UnknownHostException e) {
                throw new IllegalStateException("four or sixteen bytes are an address", e);
            }
        }
    }

    /// One address of each region, and none.
    static List<String> addresses(Collection<Cidr> networks) {
        var stretches = networks.stream()
                .map(Cidr::toString)
                .map(Stretch::of)
                .distinct()
                .toList();
        var addresses = new ArrayList<>(REST);
        for (var space : List.of(Stretch.of("0.0.0.0/0"), Stretch.of("::/0"))) {
            space.without(stretches.stream()
                            .filter(each -> each.bytes() == space.bytes())
                            .toList())
                    .ifPresent(addresses::add);
        }
        for (var stretch : stretches) {
            stretch.without(stretches.stream().filter(stretch::isAround).toList())
                    .ifPresent(addresses::add);
        }
        addresses.add("");
        return addresses;
    }
}
