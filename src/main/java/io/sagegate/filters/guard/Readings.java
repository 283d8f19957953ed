package io.sagegate.filters.guard;

import io.sagegate.filters.detect.Normal;
import io.sagegate.filters.detect.Undone;
import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.Set;

/// The readings of a text, so that other forms of letters, escapes and invisible characters hide nothing from an
/// expression. A model takes the text as it is, or with its escapes undone once.
///
/// Each of the two is also read in ASCII, as far as Unicode maps it (NFKC, dashes, spaces, digits). Invisible
/// characters are read as nothing, as a space, and as the letters they stand for.
final class Readings {
    /// The first of Unicode's supplementary variation selectors, which can carry bytes unseen. The first sixteen
    /// selectors are elsewhere, and none of them means a letter.
    private static final int SELECTORS = 0xE0100;

    private Readings() {}

    static Set<String> of(String text) {
        var readings = new LinkedHashSet<String>();
        add(text, readings);
        if (text.indexOf('%') >= 0 || text.indexOf('\\') >= 0) {
            add(Undone.text(text), readings);
        }
        return readings;
    }

    /// The fewest readings that together contain all others, for long texts joined from several.
    static Set<String> fewOf(String text) {
        var readings = new LinkedHashSet<String>();
        readings.add(text);
        if (!isPlain(text) || text.indexOf('%') >= 0 || text.indexOf('\\') >= 0) {
            var same = same(Undone.text(text));
            readings.add(shown(same, Unseen.GONE));
            readings.add(shown(same, Unseen.SPACE));
            readings.add(shown(same, Unseen.READ));
        }
        return readings;
    }

    private static void add(String text, Set<String> readings) {
        if (!readings.add(text) || isPlain(text)) {
            return;
        }
        var same = same(text);
        readings.add(shown(same, Unseen.GONE));
        readings.add(shown(same, Unseen.SPACE));
        if (text.codePoints().anyMatch(c -> meaning(c) >= 0)) {
            readings.add(shown(same, Unseen.READ));
            readings.add(shown(same, Unseen.ALONE));
        }
    }

    /// Normalises without the characters that stand for whole sentences, which would become 18 and 8 times as long.
    private static String same(String text) {
        return Normalizer.normalize(text.replace('\uFDFA', ' ').replace('\uFDFB', ' '), Normalizer.Form.NFKC);
    }

    /// The treatment of invisible characters.
    private enum Unseen {
        GONE,
        SPACE,
        READ,
        ALONE
    }

    private static boolean isPlain(String text) {
        for (var i = 0; i < text.length(); i++) {
            if (!isPlain(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isPlain(int c) {
        return (c >= ' ' && c < 0x7F) || c == '\n' || c == '\r' || c == '\t';
    }

    private static String shown(String text, Unseen unseen) {
        var out = new StringBuilder(text.length());
        for (var i = 0; i < text.length(); ) {
            var c = text.codePointAt(i);
            i += Character.charCount(c);
            if (Normal.isInvisible(c)) {
                unseen(c, unseen, out);
            } else if (unseen != Unseen.ALONE) {
                out.appendCodePoint(letter(c));
            }
        }
        return out.toString();
    }

    private static void unseen(int c, Unseen unseen, StringBuilder out) {
        if (unseen == Unseen.SPACE) {
            out.append(' ');
        } else if (unseen != Unseen.GONE && meaning(c) >= 0) {
            out.append((char) meaning(c));
        }
    }

    /// The ASCII character that an invisible one stands for, or -1.
    private static int meaning(int c) {
        var value = c < SELECTORS ? c - Normal.TAGS : c - SELECTORS + 16;
        return isPlain(value) ? value : -1;
    }

    /// The letter that a reader sees, also in a box or as part of a flag.
    private static int letter(int c) {
        if (c >= 0x1F1E6 && c <= 0x1F1FF) {
            return 'A' + c - 0x1F1E6;
        }
        if ((c >= 0x1F150 && c <= 0x1F169) || (c >= 0x1F170 && c <= 0x1F189)) {
            return 'A' + (c - 0x1F150) % 32;
        }
        return Character.isBmpCodePoint(c) ? Normal.of(c) : c;
    }
}
