package io.sagegate.filters.mask;

import io.sagegate.filters.detect.Undone;
import io.sagegate.policy.obligation.Masking;

/// Masks known kinds of data in two passes. The first reads the text with escapes undone and invisible characters
/// removed, the second as it is written. Either reading may hide what the other shows. The second pass runs only
/// once the readings differ.
final class KindMasker implements Masker {
    private final KindPass undone;
    private final KindPass written;
    private boolean differs;

    KindMasker(Masking.Kinds masking) {
        undone = new KindPass(masking, true);
        written = new KindPass(masking, false);
    }

    @Override
    public void push(String piece, StringBuilder out) {
        differs |= Undone.touches(piece);
        var stage = new StringBuilder();
        undone.push(piece, stage);
        if (differs) {
            written.push(stage.toString(), out);
        } else {
            written.pass(stage.toString(), out);
        }
    }

    @Override
    public void finish(StringBuilder out) {
        var stage = new StringBuilder();
        undone.finish(stage);
        if (differs) {
            written.push(stage.toString(), out);
        } else {
            written.pass(stage.toString(), out);
        }
        written.finish(out);
        differs = false;
    }

    @Override
    public String whole(String whole) {
        var masked = undone.whole(whole);
        return undone.hasMetSpecial() ? written.whole(masked) : masked;
    }

    @Override
    public int held() {
        return undone.held() + written.held();
    }

    @Override
    public boolean swallows() {
        return undone.swallows() || written.swallows();
    }
}
