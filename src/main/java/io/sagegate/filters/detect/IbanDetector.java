package io.sagegate.filters.detect;

import java.util.HashMap;
import java.util.Map;

/// Finds international bank account numbers: a country's own length and the check digits (ISO 13616, ISO 7064 MOD
/// 97-10). They may be in one piece, or in groups with single spaces or hyphens.
final class IbanDetector implements Detector {
    /// Characters of an IBAN by country. Source: SWIFT's IBAN registry.
    private static final String LENGTHS = "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 "
            + "CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 "
            + "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 "
            + "MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 "
            + "SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30";

    private static final Map<String, Integer> LENGTH_BY_COUNTRY = new HashMap<>();

    static {
        for (var entry : LENGTHS.split(" ", -1)) {
            LENGTH_BY_COUNTRY.put(entry.substring(0, 2), Integer.valueOf(entry.substring(2)));
        }
    }

    @Override
    public boolean mayStart(char c) {
        return Normal.isLetter(c);
    }

    @Override
    public boolean mayStartInside(char c) {
        return false;
    }

    @Override
    public boolean isWorthTrying(Letters text, int at, char before, boolean last) {
        if (Normal.isWord(before) || at + 3 >= text.length()) {
            return !Normal.isWord(before) && !last;
        }
        return Normal.isDigit(text.charAt(at + 2)) && Normal.isDigit(text.charAt(at + 3));
    }

    @Override
    public int at(CharSequence text, int start, boolean last) {
        if (start > 0 && Normal.isWord(text.charAt(start - 1))) {
            return NO;
        }
        if (text.length() - start < 2) {
            return last ? NO : MORE;
        }
        var country = "" + upper(text.charAt(start)) + upper(text.charAt(start + 1));
        var length = LENGTH_BY_COUNTRY.getOrDefault(country, 0);
        if (length == 0) {
            return NO;
        }
        var characters = new StringBuilder(country);
        for (var at = start + 2; at < text.length(); at++) {
            var c = text.charAt(at);
            if (characters.length() == length) {
                return !Normal.isWord(c) && isValid(characters) ? at : NO;
            }
            var checkDigit = characters.length() < 4;
            if (checkDigit ? Normal.isDigit(c) : Normal.isDigit(c) || Normal.isLetter(c)) {
                characters.append(upper(c));
            } else if (checkDigit || (c != ' ' && c != '-') || !Normal.isWord(text.charAt(at - 1))) {
                return NO;
            }
        }
        if (!last) {
            return MORE;
        }
        return characters.length() == length && isValid(characters) ? text.length() : NO;
    }

    private static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }

    private static boolean isValid(CharSequence iban) {
        var rest = 0;
        for (var i = 0; i < iban.length(); i++) {
            var value = Character.digit(iban.charAt((i + 4) % iban.length()), 36);
            rest = (value > 9 ? rest * 100 + value : rest * 10 + value) % 97;
        }
        return rest == 1;
    }
}
