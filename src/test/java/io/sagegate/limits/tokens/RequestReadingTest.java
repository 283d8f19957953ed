package io.sagegate.limits.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.policy.Counting;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The prompts, bounds and weights of request bodies of every form.
final class RequestReadingTest {
    private static final Counting OWN = new Counting(Set.of("max_len", "generation.max_len"), 2_000, true);
    private static final String TENSOR = "{'name':'text','datatype':'BYTES','data':['x']}";

    private static Demand demand(String type, String body, Counting counting) throws UncountableException {
        return RequestedTokens.of(type, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), counting);
    }

    private static Demand demand(String body) throws UncountableException {
        return demand("application/json", body, Counting.USUAL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2000 | {'inputs':[{'a':'x'},{'b':'y'}]}",
                "1000 | {'inputs':[{'role':'user','content':'x'},{'role':'user','content':'y'}]}",
                "1000 | {'inputs':[" + TENSOR + "],'n':3}",
                "1000 | {'inputs':[" + TENSOR + ",{'a':'x'},{'b':'y'}]}",
                "3000 | {'inputs':[{'a':'x'}],'n':3}",
                "1000 | {'inputs':[" + TENSOR + "],'parameters':{'max_new_tokens':7}}",
                "  14 | {'inputs':[{'a':'x'},{'b':'y'}],'parameters':{'max_new_tokens':7}}",
            })
    void objectsOfInputsArePromptsUnlessTheyAreMessagesOrTensors(long tokens, String body) throws UncountableException {
        assertThat(demand(body).outputTokens(1_000)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "40 | {'instances':['a','b'],'max_tokens':20}",
                "40 | {'instances':[[1],[2]],'max_tokens':20}",
                "20 | {'instances':[1,2],'max_tokens':20}",
                "40 | ['a',{'prompt':'b','max_tokens':20}]",
            })
    void eachTextOrListOfInstancesIsAPrompt(long asked, String body) throws UncountableException {
        assertThat(demand(body).askedTokens()).isEqualTo(asked);
    }

    @Test
    void aBoundOfZeroBoundsNothing() throws UncountableException {
        assertThat(demand("{'prompt':'x','max_tokens':0,'sampling_params':{'max_new_tokens':5}}")
                        .outputTokens(1_000))
                .isEqualTo(1_000);
        assertThat(demand("application/json", "{'instances':[],'max_len':0}", OWN)
                        .outputTokens(1_000))
                .isEqualTo(1_000);
        assertThat(demand("{'prompt':'x','max_tokens':null}").outputTokens(1_000))
                .isEqualTo(1_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'prompt':'x','max_tokens':'many'}",
                "{'prompt':'x','parameters':{'max_tokens':'many'}}",
                "{'prompt':'x','n':'many'}",
                "{'prompt':'x','sampling_params':{'n':1.5}}"
            })
    void whereContainersReadABoundItMustBeAWholeNumber(String body) {
        assertThatThrownBy(() -> demand(body)).isInstanceOf(UncountableException.class);
    }

    @Test
    void soItMustWhereThePolicyNamesIt() {
        assertThatThrownBy(() -> demand("application/json", "{'generation':{'max_len':'many'}}", OWN))
                .isInstanceOf(UncountableException.class);
    }

    @Test
    void inAnyOtherPlaceATextIsATextAndIsWeighed() throws UncountableException {
        var demand = demand("{'prompt':'','metadata':{'max_tokens':'" + "x".repeat(400) + "'}}");
        assertThat(demand.inputTokens()).isBetween(100L, 103L);
        assertThat(demand.outputTokens(1_000)).isEqualTo(1_000);
        assertThat(demand("{'prompt':'','metadata':{'n':'many'}}").askedTokens())
                .isZero();
    }

    @Test
    void aBodyThatIsOneTextIsWeighedAndBoundsNothing() throws UncountableException {
        assertThat(demand("'" + "x".repeat(400) + "'").inputTokens()).isEqualTo(100);
        var lines = demand("application/jsonlines", "'a'\n'b'\n", Counting.USUAL);
        assertThat(lines.outputTokens(1_000)).isEqualTo(1_000);
        var mixed = demand("application/jsonlines", "{'prompt':'a','max_tokens':5}\n'b'\n", Counting.USUAL);
        assertThat(mixed.outputTokens(1_000)).isEqualTo(1_000);
        assertThat(mixed.askedTokens()).isEqualTo(10);
    }

    @Test
    void aBoundBeyondEveryModelIsReadAsOne() throws UncountableException {
        assertThat(demand("{'prompt':'x','max_tokens':" + "9".repeat(25) + "}").askedTokens())
                .isEqualTo(1_000_000_000);
    }
}
