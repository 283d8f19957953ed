package io.sagegate.filters.mask;

import io.sagegate.policy.obligation.Masking;
import java.util.ArrayList;
import java.util.List;

/// The chain of a filter's maskers, applied one after the other.
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

    /// Whether no rule masks a number that has a fraction or is short.
    public boolean ignoresFractions() {
        return kindsOnly;
    }

    /// Takes a piece: it may be a whole text, or the next part of the text before it.
    public void piece(String piece, StringBuilder out) {
        push(piece + JOINT, out);
    }

    @Override
    public void push(String piece, StringBuilder out) {
        parts(say(piece)).forEach(out::append);
    }

    @Override
    public void finish(StringBuilder out) {
        parts(sayRest()).forEach(out::append);
    }

    /// Takes pieces, each with [Masker#JOINT] at its end. Returns the text that may leave, with the same joints.
    private String say(String pieces) {
        var text = pieces;
        for (var masker : maskers) {
            var stage = new StringBuilder();
            masker.push(text, stage);
            text = stage.toString();
        }
        return text;
    }

    private String sayRest() {
        var text = "";
        for (var masker : maskers) {
            var stage = new StringBuilder();
            masker.push(text, stage);
            masker.finish(stage);
            text = stage.toString();
        }
        return text;
    }

    /// Takes a part of a piece's text, and whether the piece ends with it.
    ///
    /// @return the texts that may leave: the rest of the first piece that has not left, then the next pieces, the
    ///     last one open
    public List<String> pieces(String text, boolean ends) {
        return parts(say(ends ? text + JOINT : text));
    }

    /// Ends the text: returns the rest in the same form.
    public List<String> restOfPieces() {
        return parts(sayRest());
    }

    private static List<String> parts(String text) {
        var parts = new ArrayList<String>();
        var from = 0;
        for (var at = Masker.joint(text, 0); at >= 0; at = Masker.joint(text, from)) {
            parts.add(text.substring(from, at));
            from = at + 1;
        }
        parts.add(text.substring(from));
        return parts;
    }

    /// Whether nothing is masked.
    public boolean isEmpty() {
        return maskers.length == 0;
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
