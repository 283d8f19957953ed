package io.sagegate.cli.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import java.io.IOException;

/// An answer in XML is a tree of bounded depth that is no larger than its bytes, or an I/O error. Nothing is fetched
/// or expanded for it.
public final class XmlNodeFuzz implements FuzzTarget {
    private static final int DEEPEST = 32;

    @Override
    public void accept(byte[] input) {
        try {
            var root = XmlNode.read(input);
            assertThat(depth(root)).isLessThanOrEqualTo(DEEPEST);
            assertThat(size(root)).isLessThanOrEqualTo(input.length);
        } catch (IOException e) {
            assertThat(e.getMessage()).startsWith("the answer is ");
        }
    }

    private static int depth(XmlNode node) {
        return 1 + node.children().stream().mapToInt(XmlNodeFuzz::depth).max().orElse(0);
    }

    private static int size(XmlNode node) {
        return node.name().length()
                + node.text().length()
                + node.children().stream().mapToInt(XmlNodeFuzz::size).sum();
    }
}
