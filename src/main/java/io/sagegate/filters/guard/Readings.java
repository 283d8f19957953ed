package io.sagegate.filters.guard;

import io.sagegate.filters.detect.Normal;
import java.text.Normalizer;
import java.util.List;

/// A text as a model takes it, so that other forms of letters and invisible characters hide nothing from an
/// expression: as it is; in ASCII where Unicode says that it is the same (NFKC, dashes, spaces, digits) and without
/// what cannot be seen; and with a space where that was.
final class Readings {
    private Readings() {}

    static List<String> of(String text) {
        if (text.chars().allMatch(Readings::isPlain)) {
            return List.of(text);
        }
        // Whole sentences in one character each, which would become 18 and 8 times as long.
        var letters = text.replace('\uFDFA', ' ').replace('\uFDFB', ' ');
        var same = Normalizer.normalize(letters, Normalizer.Form.NFKC);
        return List.of(text, shown(same, ""), shown(same, " "));
    }

    private static boolean isPlain(int c) {
        return (c >= ' ' && c < 0x7F) || c == '\n' || c == '\r' || c == '\t';
    }

    private static String shown(String text, String invisible) {
        var out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isPlain(c)) {
                out.append((char) c);
            } else if (isInvisible(c)) {
                out.append(invisible);
            } else if (Character.isBmpCodePoint(c)) {
                out.append(Normal.of(c));
            } else {
                out.appendCodePoint(c);
            }
        });
        return out.toString();
    }

    private static boolean isInvisible(int c) {
        return Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.CONTROL
                // Unicode's Default_Ignorable_Code_Point beyond the format characters.
                || c == 0x034F
                || (c >= 0x115F && c <= 0x1160)
                || (c >= 0x17B4 && c <= 0x17B5)
                || (c >= 0x180B && c <= 0x180F)
                || c == 0x3164
                || (c >= 0xFE00 && c <= 0xFE0F)
                || c == 0xFFA0
                || (c >= 0xE0000 && c <= 0xE0FFF);
    }
}
