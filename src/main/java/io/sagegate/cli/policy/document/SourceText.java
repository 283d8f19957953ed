package io.sagegate.cli.policy.document;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// The text of a document, compressed and cut into parts that fit into items.
public final class SourceText {
    /// Bytes of one part: a DynamoDB item holds 400 KB, with its other attributes.
    private static final int PART = 350_000;

    private static final int MAX_BYTES = 32 * 1_024 * 1_024;

    private SourceText() {}

    public static List<String> split(String source) {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new GZIPOutputStream(bytes)) {
            zip.write(source.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var text = Base64.getEncoder().encodeToString(bytes.toByteArray());
        var parts = new ArrayList<String>();
        for (var from = 0; from < text.length(); from += PART) {
            parts.add(text.substring(from, Math.min(text.length(), from + PART)));
        }
        return parts;
    }

    public static String join(List<String> parts) throws IOException {
        try (var zip = new GZIPInputStream(new ByteArrayInputStream(decoded(String.join("", parts))))) {
            var source = zip.readNBytes(MAX_BYTES + 1);
            if (source.length > MAX_BYTES) {
                throw new IOException("the stored document is longer than " + MAX_BYTES + " bytes");
            }
            return new String(source, StandardCharsets.UTF_8);
        }
    }

    private static byte[] decoded(String text) throws IOException {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("the stored document is not Base64", e);
        }
    }
}
