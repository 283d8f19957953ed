package io.sagegate.inference;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.fuzz.Pieces;
import io.sagegate.reason.Reason;
import java.util.List;

/// The text of a failed asynchronous call: a failure of the model, however the text is cut, with a bounded message.
public final class FailureTextFuzz implements FuzzTarget {
    private static final int LONGEST = 2_000;

    @Override
    public void accept(byte[] input) {
        var failure = FailureText.failure(Pieces.stream(List.of(input)));
        assertThat(failure.reason()).isEqualTo(Reason.MODEL_ERROR);
        assertThat(failure.originalStatus().orElse(400)).isBetween(400, 599);
        failure.said().ifPresent(error -> {
            assertThat(error.message()).hasSizeLessThanOrEqualTo(LONGEST);
            assertThat(error.toString())
                    .isEqualTo("ContainerError[" + error.message().length() + " characters]");
        });
        for (var choice = 0; choice < 3; choice++) {
            assertThat(FailureText.failure(Pieces.stream(Pieces.of(input, choice))))
                    .isEqualTo(failure);
        }
    }
}
