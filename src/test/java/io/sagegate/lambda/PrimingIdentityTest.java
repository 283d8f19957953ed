package io.sagegate.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.aws.call.CallException;
import io.sagegate.aws.call.Fields;
import io.sagegate.aws.call.Origin;
import io.sagegate.aws.call.Outgoing;
import io.sagegate.aws.call.TimeLeft;
import io.sagegate.aws.call.Wire;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Whom priming's TLS connections trust, and who trusts priming's server.
final class PrimingIdentityTest {
    private static int status(Wire wire, PrimingSink sink) throws IOException {
        try (wire) {
            var request = new Outgoing("GET", "/jwks", new Fields(), new byte[0]);
            return wire.answer(Origin.of(URI.create(sink.uri())), request, 10_000, TimeLeft.of(Duration.ofSeconds(5)))
                    .status();
        }
    }

    @Test
    void onlyPrimingsOwnConnectionsTrustItsServer() throws Exception {
        try (var sink = PrimingSink.secure()) {
            assertThat(status(sink.wire(), sink)).isEqualTo(200);
            assertThatThrownBy(() -> status(new Wire(Duration.ofSeconds(2)), sink))
                    .isInstanceOf(CallException.class);
        }
    }

    @Test
    void primingTrustsNoOtherServerAndEachRunHasAnIdentityOfItsOwn() throws Exception {
        try (var sink = PrimingSink.secure();
                var other = PrimingSink.secure()) {
            assertThat(sink.pem()).isNotEqualTo(other.pem());
            assertThatThrownBy(() -> status(other.wire(), sink)).isInstanceOf(CallException.class);
        }
    }
}
