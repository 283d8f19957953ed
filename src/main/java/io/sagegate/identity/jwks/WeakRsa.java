package io.sagegate.identity.jwks;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Recognises RSA keys that can be factored. A faulty smart-card library made their primes as `k * M + (65537^a mod
/// M)`. Their modulus is then a power of 65537 modulo every small prime.
///
/// Source: CVE-2017-15361 (Nemec et al., "The Return of Coppersmith's Attack", CCS 2017). A sound key shows this
/// mark by chance once in about a hundred million.
final class WeakRsa {
    private static final Map<BigInteger, Set<BigInteger>> MARKS = marks(List.of(
            3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107,
            109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167));

    private WeakRsa() {}

    static boolean hasRocaFingerprint(BigInteger modulus) {
        return MARKS.entrySet().stream().allMatch(mark -> mark.getValue().contains(modulus.mod(mark.getKey())));
    }

    private static Map<BigInteger, Set<BigInteger>> marks(List<Integer> primes) {
        var marks = new LinkedHashMap<BigInteger, Set<BigInteger>>();
        for (var number : primes) {
            var prime = BigInteger.valueOf(number);
            var powers = new HashSet<BigInteger>();
            for (var power = BigInteger.ONE; powers.add(power); ) {
                power = power.multiply(BigInteger.valueOf(65_537)).mod(prime);
            }
            marks.put(prime, powers);
        }
        return marks;
    }
}
