package io.sagegate.filters.mask;

import io.sagegate.policy.obligation.Masking;
import java.util.List;

/// The maskers of a filter, one after the other.
public final class MaskChain implements Masker {
    private final Masker[] maskers;
    private final boolean kindsOnly;

    public MaskChain(List<Masking> maskings) {
        maskers = maskings.stream().map(MaskChain::masker).toArray(Masker[]::new);
        kindsOnly = maskings.stream().allMatch(Masking.Kinds.class::isInstance);
    }

    private static Masker masker(Masking masking) {
        return switch (masking) {
            case Masking.Kinds kinds -> new KindMasker(kinds);
            case Masking.Custom custom -> new PatternMasker(custom);
        };
    }

    @Override
    public String whole(String text) {
        var masked = text;
        for (var masker : maskers) {
            masked = masker.whole(masked);
        }
        return masked;
    }

    /// Whether no rule looks for anything in a number with a fraction, or in a short one.
    public boolean ignoresFractions() {
        return kindsOnly;
    }

    /// Takes a piece that may be a whole text of its own, or go on from what was before it.
    public void piece(String piece, StringBuilder out) {
        push(piece + JOINT, out);
    }

    @Override
    public void push(String piece, StringBuilder out) {
        var text = piece;
        for (var masker : maskers) {
            var stage = new StringBuilder();
            masker.push(text, stage);
            text = stage.toString();
        }
        show(text, out);
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
        show(text, out);
    }

    private static void show(String text, StringBuilder out) {
        var from = 0;
        for (var at = Masker.joint(text, 0); at >= 0; at = Masker.joint(text, from)) {
            out.append(text, from, at);
            from = at + 1;
        }
        out.append(text, from, text.length());
    }

    @Override
    public int held() {
        var held = 0;
        for (var masker : maskers) {
            held += masker.held();
        }
        return held;
    }

    @Override
    public boolean swallows() {
        for (var masker : maskers) {
            if (masker.swallows()) {
                return true;
            }
        }
        return false;
    }
}
