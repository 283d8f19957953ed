package io.sagegate.audit.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.audit.chain.LineReader;
import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.fuzz.Pieces;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Any lines are judged by the rules of the record, alike however they come, and never more calls are open than lines
/// were read.
public final class ProtocolFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) throws IOException {
        var judged = judged(input, 2);
        assertThat(judged(input, 1)).isEqualTo(judged);
    }

    private static List<Object> judged(byte[] input, int choice) throws IOException {
        var protocol = new Protocol();
        var found = new ArrayList<>();
        new LineReader(Pieces.input(input, choice)).forEach((line, number) -> found.addAll(protocol.accept(line)));
        var extent = protocol.extent();
        assertThat(extent.lines()).isNotNegative();
        assertThat(extent.open()).isBetween(0L, extent.lines());
        assertThat(extent.overtaken()).isBetween(0L, extent.lines());
        assertThat(extent.unseen()).isBetween(0L, extent.lines());
        found.add(extent);
        return found;
    }
}
