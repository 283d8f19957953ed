package io.sagegate.filters;

import io.sagegate.policy.obligation.Masking;
import java.util.List;

/// The maskers of a filter, one after the other.
final class MaskChain implements Masker {
    private static final List<String> BEGINNINGS = List.of("eyJ", "-----BEGIN ", "AKIA", "ASIA", "IQoJ", "FwoG");

    private final Masker[] maskers;
    private final boolean kindsOnly;

    MaskChain(List<Masking> maskings) {
        maskers = maskings.stream().map(MaskChain::masker).toArray(Masker[]::new);
        kindsOnly = maskings.stream().allMatch(Masking.Kinds.class::isInstance);
    }

    private static Masker masker(Masking masking) {
        return switch (masking) {
            case Masking.Kinds kinds -> new KindMasker(kinds);
            case Masking.Custom custom -> new PatternMasker(custom);
        };
    }

    /// Masks a text that is there as a whole; the same object when nothing was masked.
    String whole(String text) {
        if (kindsOnly && !isSuspicious(text)) {
            return text;
        }
        var out = new StringBuilder(text.length() + 16);
        push(text, out);
        finish(out);
        return out.compareTo(new StringBuilder(text)) == 0 ? text : out.toString();
    }

    /// Whether no rule looks for anything in a number with a fraction, or in a short one.
    boolean ignoresFractions() {
        return kindsOnly;
    }

    /// Every kind has a digit, an at-sign, a colon or a beginning of its own.
    private static boolean isSuspicious(String text) {
        for (var i = 0; i < text.length(); i++) {
            var c = Normal.of(text.codePointAt(i));
            if (Normal.isDigit(c) || c == '@' || c == ':') {
                return true;
            }
        }
        return BEGINNINGS.stream().anyMatch(text::contains);
    }

    @Override
    public void push(String piece, StringBuilder out) {
        var text = piece;
        for (var masker : maskers) {
            var stage = new StringBuilder();
            masker.push(text, stage);
            text = stage.toString();
        }
        out.append(text);
    }

    @Override
    public void finish(StringBuilder out) {
        var text = "";
        for (var masker : maskers) {
            var stage = new StringBuilder();
            masker.push(text, stage);
            masker.finish(stage);
            text = stage.toString();
        }
        out.append(text);
    }

    @Override
    public int held() {
        var held = 0;
        for (var masker : maskers) {
            held += masker.held();
        }
        return held;
    }
}
