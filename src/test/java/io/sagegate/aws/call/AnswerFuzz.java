package io.sagegate.aws.call;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.fuzz.FuzzTarget;

/// Answers of AWS, or of a proxy in front of it: an error's name and members are read, or there are none.
public final class AnswerFuzz implements FuzzTarget {
    @Override
    public void accept(byte[] input) {
        var refusal = new Answer(400, new Fields(), input);
        assertThat(refusal.errorCode()).doesNotContain(":");
        for (var name : new String[] {"Message", "OriginalStatusCode", "InferenceId", "ErrorCode"}) {
            assertThat(refusal.member(name)).isNotNull();
        }
    }
}
