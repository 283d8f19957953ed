package io.sagegate.limits.tokens;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// Recognizes pictures, sounds and files in requests. A model reads few tokens of them, whatever their size.
///
/// Only members that no model reads as text count, and only values that are not text. Otherwise a caller could have a
/// long prompt counted as a picture.
final class Media {
    /// The members in which OpenAI's, SGLang's and Anthropic's bodies hold media.
    static final Set<String> MEMBERS = Set.of(
            "image_url",
            "video_url",
            "audio_url",
            "input_image",
            "input_audio",
            "input_file",
            "file",
            "source",
            "image",
            "images",
            "image_data",
            "audio_data",
            "video_data");

    private static final List<String> TYPES =
            List.of("image/", "audio/", "video/", "application/pdf", "application/octet-stream");

    private static final List<String> ADDRESSES = List.of("https://", "http://", "s3://");
    private static final int LONGEST_ADDRESS = 2_048;
    private static final int LONGEST_HEAD = 128;
    private static final int SHORTEST_BASE64 = 64;

    /// Most ASCII characters among a body's bytes, in percent. Compressed media have 39 percent, any text 50 or more.
    private static final int MOST_ASCII = 45;

    /// Smallest body, in bytes: below that, the percentage says little.
    private static final int SMALLEST = 1_024;

    private Media() {}

    /// Whether a body is one picture, sound or file, judged by its type and its bytes.
    static boolean isBody(String type, byte[] body) {
        var declared = TYPES.stream().anyMatch(type::startsWith) || type.equals("multipart/form-data");
        return declared
                && body.length >= SMALLEST
                && ascii(body) * 100 < body.length * (long) MOST_ASCII
                && !isUtf8(body);
    }

    private static long ascii(byte[] body) {
        var count = 0L;
        for (var each : body) {
            if (each >= ' ' || each == '\n' || each == '\r' || each == '\t') {
                count++;
            }
        }
        return count;
    }

    private static boolean isUtf8(byte[] body) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /// Whether the text of a media member is media itself, or the address of some.
    static boolean isValue(String text) {
        if (text.startsWith("data:")) {
            var comma = text.indexOf(',');
            return comma > 0
                    && comma < LONGEST_HEAD
                    && text.startsWith(";base64", comma - 7)
                    && TYPES.stream().anyMatch(type -> text.startsWith(type, 5))
                    && isBase64(text, comma + 1);
        }
        if (ADDRESSES.stream().anyMatch(text::startsWith)) {
            return text.length() <= LONGEST_ADDRESS && text.chars().allMatch(c -> c > ' ' && c < 127);
        }
        return text.length() >= SHORTEST_BASE64 && isBase64(text, 0);
    }

    static boolean isBase64(String text, int from) {
        for (var i = from; i < text.length(); i++) {
            var c = text.charAt(i);
            var letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
            if (!letter && "+/=-_".indexOf(c) < 0) {
                return false;
            }
        }
        return true;
    }
}
