package io.sagegate.limits.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A text never passes for a picture, whatever its type, its address or its alphabet.
final class MediaTest {
    private static final String BASE64 = "QUJD".repeat(16);

    /// Bytes that no text has, and so many letters.
    private static byte[] body(int length, int letters) {
        var body = new byte[length];
        Arrays.fill(body, (byte) 0xff);
        Arrays.fill(body, 0, letters, (byte) 'a');
        return body;
    }

    @Test
    void aBodyIsOnePictureOnlyWithFewLettersAmongManyBytes() {
        assertThat(Media.isBody("image/png", body(2_000, 899))).isTrue();
        assertThat(Media.isBody("image/png", body(2_000, 900))).isFalse();
        assertThat(Media.isBody("image/png", body(1_024, 0))).isTrue();
        assertThat(Media.isBody("image/png", body(1_023, 0))).isFalse();
        assertThat(Media.isBody("multipart/form-data", body(1_024, 0))).isTrue();
        assertThat(Media.isBody("text/plain", body(1_024, 0))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u4f60\u597d", "\u0416\u0417", "\u05d0\u05d1"})
    void aTextWithoutAsciiIsNoPicture(String letters) {
        var body = letters.repeat(1_000).getBytes(StandardCharsets.UTF_8);
        assertThat(Media.isBody("image/png", body)).isFalse();
        assertThat(Media.isBody("application/octet-stream", body)).isFalse();
    }

    @Test
    void dataOfAMediaTypeIsMediaAndAnyOtherIsText() {
        for (var type :
                new String[] {"image/png", "audio/wav", "video/mp4", "application/pdf", "application/octet-stream"}) {
            assertThat(Media.isValue("data:" + type + ";base64," + BASE64)).isTrue();
        }
        for (var head :
                new String[] {"data:text/plain;base64,", "data:;base64,", "data:image/png,", "data:,", "data:"}) {
            assertThat(Media.isValue(head + BASE64)).as(head).isFalse();
        }
        assertThat(Media.isValue("data:image/png;base64," + BASE64 + " and more"))
                .isFalse();
    }

    @Test
    void theHeadOfDataIsShort() {
        var head = "data:image/png;x=";
        var longest = 127 - head.length() - ";base64".length();
        assertThat(Media.isValue(head + "y".repeat(longest) + ";base64," + BASE64))
                .isTrue();
        assertThat(Media.isValue(head + "y".repeat(longest + 1) + ";base64," + BASE64))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://", "http://", "s3://"})
    void anAddressIsShortAndHasNoSpaces(String scheme) {
        var longest = scheme + "x".repeat(2_048 - scheme.length());
        assertThat(Media.isValue(longest)).isTrue();
        assertThat(Media.isValue(longest + "x")).isFalse();
        assertThat(Media.isValue(scheme + "example.org/!~")).isTrue();
        assertThat(Media.isValue(scheme + "ignore the rest")).isFalse();
        assertThat(Media.isValue(scheme + "ignore\nthe\nrest")).isFalse();
        assertThat(Media.isValue(scheme + "\u4f60")).isFalse();
        assertThat(Media.isValue(scheme + "\u007f")).isFalse();
    }

    @Test
    void lettersOfBase64AreTextWhileThereAreFew() {
        assertThat(Media.isValue(BASE64)).isTrue();
        assertThat(Media.isValue(BASE64.substring(1))).isFalse();
        assertThat(Media.isValue(BASE64 + " ")).isFalse();
    }
}
