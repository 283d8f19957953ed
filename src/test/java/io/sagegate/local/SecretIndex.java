package io.sagegate.local;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds secrets in a text, whole or in part: each secret is cut into blocks, and a rolling hash over the text meets
/// every block that is in it. Only letters and digits count, so that quoting and escaping hide nothing.
///
/// A leak of twice a block's length is found wherever in the secret it begins.
final class SecretIndex {
    static final int BLOCK = 20;

    /// The part of one secret that is looked for: a leak of a long one shows at its begin.
    private static final int LONGEST = 16_384;

    private static final int MOST_FINDINGS = 20;
    private static final int DISTINCT = 7;
    private static final long BASE = 0x9E3779B97F4A7C15L;
    private static final long OUT = power(BASE, BLOCK);

    private final Map<Long, Block> blocks = new HashMap<>();
    private final BitSet filter = new BitSet(1 << 22);
    private final Map<String, Integer> secrets = new HashMap<>();

    /// @param kind what the secret was
    private record Block(String text, String kind) {}

    private static long power(long base, int exponent) {
        var power = 1L;
        for (var i = 0; i < exponent; i++) {
            power *= base;
        }
        return power;
    }

    synchronized void add(String kind, String secret) {
        var text = plain(secret);
        var known = true;
        for (var start = 0; start + BLOCK <= text.length(); start += BLOCK) {
            known &= !addBlock(kind, text.substring(start, start + BLOCK));
        }
        // The tail, so that a secret of little more than a block is not half known.
        if (text.length() > BLOCK) {
            known &= !addBlock(kind, text.substring(text.length() - BLOCK));
        }
        if (!known) {
            secrets.merge(kind, 1, Integer::sum);
        }
    }

    private boolean addBlock(String kind, String block) {
        // Rows of zeros and the like are in every text.
        if (block.chars().distinct().count() < DISTINCT) {
            return false;
        }
        var hash = 0L;
        for (var i = 0; i < BLOCK; i++) {
            hash = hash * BASE + block.charAt(i);
        }
        filter.set(slot(hash));
        return blocks.put(hash, new Block(block, kind)) == null;
    }

    private static int slot(long hash) {
        return (int) (hash >>> 42);
    }

    private static String plain(String text) {
        var plain = new StringBuilder(Math.min(text.length(), LONGEST));
        for (var i = 0; i < text.length() && plain.length() < LONGEST; i++) {
            if (isPlain(text.charAt(i))) {
                plain.append(text.charAt(i));
            }
        }
        return plain.toString();
    }

    private static boolean isPlain(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /// How many secrets of a kind are known.
    synchronized int size(String kind) {
        return secrets.getOrDefault(kind, 0);
    }

    /// Where secrets are in a text: which kind, on which line. Not the secrets themselves, which a report would leak.
    synchronized List<String> find(Reader text) throws IOException {
        var found = new ArrayList<String>();
        var ring = new char[BLOCK];
        var buffer = new char[65_536];
        var hash = 0L;
        var seen = 0L;
        var line = 1;
        for (var n = text.read(buffer); n >= 0; n = text.read(buffer)) {
            for (var i = 0; i < n && found.size() < MOST_FINDINGS; i++) {
                var c = buffer[i];
                if (c == '\n') {
                    line++;
                }
                if (!isPlain(c)) {
                    continue;
                }
                var place = (int) (seen++ % BLOCK);
                hash = hash * BASE + c - (seen > BLOCK ? ring[place] * OUT : 0);
                ring[place] = c;
                if (seen >= BLOCK && filter.get(slot(hash))) {
                    var block = blocks.get(hash);
                    if (block != null && isIn(ring, place, block.text())) {
                        found.add("a " + block.kind() + " on line " + line);
                    }
                }
            }
        }
        return found;
    }

    private static boolean isIn(char[] ring, int last, String block) {
        for (var i = 0; i < BLOCK; i++) {
            if (ring[(last + 1 + i) % BLOCK] != block.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
