package io.sagegate.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class Sha256Test {
    /// Source: FIPS 180-4's example "abc".
    private static final String ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    @Test
    void aTextHasItsHash() {
        assertThat(Sha256.hex("abc")).isEqualTo(ABC);
    }

    @Test
    void whatOneDigestHasSeenIsInNoOther() {
        var other = Sha256.digest();
        other.update("seen by another".getBytes(StandardCharsets.US_ASCII));
        assertThat(Sha256.hex("abc")).isEqualTo(ABC);
    }
}
