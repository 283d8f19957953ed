package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.document.ModelReader;
import io.sagegate.policy.document.PolicyNode;
import io.sagegate.policy.document.PolicySyntaxException;
import io.sagegate.reason.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A container picks its task by the body, so a body must be the one of its route.
final class OpenAiBodyTest {
    private static Map<String, ModelRoutes> models(List<String> operations) throws PolicySyntaxException {
        return ModelReader.models(
                new PolicyNode(Map.of("m", Map.of("endpoint", "llm", "operations", operations)), "models"));
    }

    private static LineOfGateway line() throws PolicySyntaxException {
        return new LineOfGateway(List.of(grant()), models(List.of("chat", "completions", "embeddings")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat/completions | {'messages':[]}",
                "chat/completions | {'messages':[{'role':'user','content':'x'}],'documents':[],'tools':[],'n':2}",
                "completions      | {'prompt':'x'}",
                "completions      | {'prompt':[1,2]}",
                "completions      | {'prompt_embeds':'AAAA'}",
                "embeddings       | {'input':'x'}",
                "embeddings       | {'input':['x','y'],'dimensions':8}",
            })
    void aRoutesOwnBodyPasses(String route, String members) throws PolicySyntaxException {
        var line = line();
        var body = ("{'model':'m'," + members.substring(1)).replace('\'', '"');
        assertThat(line.reasonOf(line.openAi(route, body))).isEqualTo(Reason.GRANTED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat/completions | {'prompt':'Raw text'}",
                "chat/completions | {'input':'x'}",
                "chat/completions | {'messages':[],'prompt':'Raw text'}",
                "chat/completions | {'messages':[],'prompt':null}",
                "chat/completions | {'messages':[],'\\u0070rompt':'Raw text'}",
                "chat/completions | {'messages':[],'input':'x'}",
                "chat/completions | {'messages':[],'inputs':'x'}",
                "chat/completions | {'messages':[],'text':'x','sampling_params':{}}",
                "chat/completions | {'messages':[],'input_ids':[1,2]}",
                "chat/completions | {'messages':[],'text_1':'x','text_2':'y'}",
                "chat/completions | {'messages':[],'query':'x','documents':['y']}",
                "chat/completions | {'messages':'x'}",
                "chat/completions | {'messages':null}",
                "chat/completions | {'n':1}",
                "completions      | {'messages':[]}",
                "completions      | {'prompt':'x','messages':[]}",
                "completions      | {'prompt':null}",
                "embeddings       | {'prompt':'x'}",
                "embeddings       | {'input':'x','messages':[]}",
                "embeddings       | {'input':null}",
            })
    void anotherOperationsBodyIsRefusedBeforeTheModel(String route, String members) throws PolicySyntaxException {
        for (var stream : List.of("", "'stream':true,")) {
            var line = line();
            var body = ("{'model':'m'," + stream + members.substring(1)).replace('\'', '"');
            var response = line.whole(line.openAi(route, body));
            assertThat(response.status()).isEqualTo(400);
            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                    .contains("malformed_body")
                    .doesNotContain("Raw text");
            assertThat(line.calls).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"completions,prompt", "embeddings,input"})
    void aChatOnlyModelRunsNothingElse(String route, String member) throws PolicySyntaxException {
        var line = new LineOfGateway(List.of(grant()), models(List.of("chat")));
        assertThat(line.reasonOf(line.openAi(route, "{\"model\":\"m\",\"" + member + "\":\"x\"}")))
                .isEqualTo(Reason.OPERATION_NOT_SERVED);
    }
}
