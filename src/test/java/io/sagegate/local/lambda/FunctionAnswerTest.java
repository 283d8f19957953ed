package io.sagegate.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.local.http.Header;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class FunctionAnswerTest {
    private static final byte[] ANSWER =
            "{\"statusCode\":401,\"headers\":{\"www-authenticate\":\"Bearer\",\"content-type\":\"a/b\"}}"
                    .getBytes(StandardCharsets.UTF_8);

    @Test
    void everyWayInRenamesTheFieldThatItKeepsToItself() throws MalformedAnswer {
        for (var answer : new HttpAnswer[] {
            FunctionAnswer.ofPayload2(ANSWER),
            FunctionAnswer.ofPayload1(ANSWER),
            new RestApi("us-east-1", "111122223333", "prod").read(ANSWER)
        }) {
            assertThat(answer.headers())
                    .extracting(Header::lowerName)
                    .contains("x-amzn-remapped-www-authenticate", "content-type")
                    .doesNotContain("www-authenticate");
        }
    }
}
