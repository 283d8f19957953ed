package io.sagegate.cli.policy.document;

import java.io.FilterReader;
import java.io.IOException;
import java.io.StringReader;

/// A text that never fills the buffer of the YAML parser. The parser reads one character more where a buffer ends with
/// half a surrogate pair, and does not check whether the buffer has room for it.
final class YamlText extends FilterReader {
    YamlText(String text) {
        super(new StringReader(text));
    }

    @Override
    public int read(char[] into, int from, int length) throws IOException {
        return super.read(into, from, length > 1 ? length - 1 : length);
    }
}
