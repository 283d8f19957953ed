package io.sagegate.limits.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.policy.Counting;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Everything that a model reads goes in, and a bound counts only where the container heeds it.
final class RequestedTokensTest {
    private static final String JSON = "application/json";
    private static final byte[] PICTURE = picture();

    private static byte[] picture() {
        var bytes = new byte[1_500_000];
        new Random(7).nextBytes(bytes);
        return bytes;
    }

    private static Demand demand(String body) {
        return demand(body, Counting.USUAL);
    }

    private static Demand demand(String body, Counting counting) {
        try {
            return RequestedTokens.of(JSON, body.replace('\'', '"').getBytes(StandardCharsets.UTF_8), counting);
        } catch (UncountableException e) {
            throw new AssertionError(e);
        }
    }

    private static long output(String body) {
        return demand(body).outputTokens(1_000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "20   | {'messages':[{'role':'user','content':'x'}],'max_tokens':20}",
                "20   | {'messages':[],'max_completion_tokens':20}",
                "20   | {'prompt':'x','max_tokens':20}",
                "20   | {'input':'x','max_output_tokens':20}",
                "20   | {'inputs':'x','parameters':{'max_new_tokens':20}}",
                "20   | {'text':'x','sampling_params':{'max_new_tokens':20}}",
                "20   | {'input_ids':[1,2],'sampling_params':{'max_new_tokens':20}}",
                "20   | {'token_ids':[1,2],'sampling_params':{'max_tokens':20}}",
                "20   | {'text_input':'x','max_tokens':20}",
                "20   | {'text_input':'x','parameters':{'max_tokens':20}}",
                "40   | {'instances':[{'prompt':'a','max_tokens':20},{'prompt':'b','max_tokens':7}]}",
            })
    void aBoundThatAKnownContainerHeedsIsSetAside(long tokens, String body) {
        assertThat(output(body)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8000 | {'max_tokens':1,'sampling_params':{'max_new_tokens':8000}}",
                "8000 | {'text':'x','max_tokens':1,'sampling_params':{'max_new_tokens':8000}}",
                "8000 | {'prompt':'x','max_tokens':1,'generation_config':{'max_new_tokens':8000}}",
                "1000 | {'max_tokens':1}",
                "1000 | {'question':'x','max_tokens':1}",
                "1000 | {'text':'x','max_tokens':1}",
                "1000 | {'text':'x','max_new_tokens':1}",
                "1000 | {'inputs':'x','max_tokens':1}",
                "1000 | {'inputs':'x','max_new_tokens':1}",
                "1000 | {'prompt':'x','parameters':{'max_new_tokens':1}}",
                "1000 | {'prompt':'x','sampling_params':{'max_tokens':1}}",
                "1000 | {'prompt':'x','max_new_tokens':1}",
                "1000 | {'prompt':'x','max_completion_tokens':1}",
                "1000 | {'prompt':'x','max_tokens':0}",
                "1000 | {'prompt':'x','inputs':'y','max_tokens':1}",
                "1000 | {'instances':[],'max_tokens':1}",
                "1000 | {'instances':[{'question':'x'}],'max_tokens':1}",
                "1000 | {'instances':[1],'parameters':{'max_tokens':1}}",
                "1000 | [{'prompt':'x','max_tokens':1},'more']",
                "1000 | {'inputs':[{'name':'text','datatype':'BYTES','shape':[1],'data':['x']}],'parameters':{'max_new_tokens':1}}",
                "8000 | {'inputs':[{'name':'max_tokens','datatype':'INT32','shape':[1],'data':[8000]}]}",
            })
    void aBoundThatNoKnownContainerHeedsOnlyRaisesTheReserve(long tokens, String body) {
        assertThat(output(body)).isEqualTo(tokens);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "5000 | {'messages':[],'n':5}",
                "3000 | {'prompt':['a','b','c']}",
                "3000 | {'text':['a','b','c']}",
                "1000 | {'input':['a','b','c']}",
                "1000 | {'instances':[[1,2],[3,4],[5,6]]}",
            })
    void theReserveIsForEachAnswerThatIsSurelyAText(long tokens, String body) {
        assertThat(output(body)).isEqualTo(tokens);
    }

    @Test
    void thePolicyNamesAModelsOwnBounds() {
        var own = new Counting(Set.of("generation.max_len"), 2_000, true);
        assertThat(demand("{'q':'x','generation':{'max_len':20}}", own).outputTokens(1_000))
                .isEqualTo(20);
        assertThat(demand("{'q':'x','max_len':20}", own).outputTokens(1_000)).isEqualTo(1_000);
        assertThat(demand("{'prompt':'x','max_tokens':20}", own).outputTokens(1_000))
                .isEqualTo(1_000);
        assertThat(demand("[{'generation':{'max_len':20}},{'q':'x'}]", own).outputTokens(1_000))
                .isEqualTo(1_000);
    }

    @Test
    void aQueuedCallSetsAsideTheGreaterOfBoundAndReserve() {
        var queued = demand("{'prompt':'x','max_tokens':20}");
        assertThat(queued.unseen().outputTokens(1_000)).isEqualTo(1_000);
        assertThat(demand("{'prompt':'x','max_tokens':2000}").unseen().outputTokens(1_000))
                .isEqualTo(2_000);
    }

    private static String chat(String part) {
        return "{'messages':[{'role':'user','content':[{'type':'text','text':'What is this?'}," + part + "]}]}";
    }

    private static String data(String type) {
        return "data:" + type + ";base64," + Base64.getEncoder().encodeToString(PICTURE);
    }

    @Test
    void aPictureCountsAsAPictureHoweverLargeItIs() {
        var picture = "{'type':'image_url','image_url':{'url':'" + data("image/jpeg") + "','detail':'high'}}";
        assertThat(demand(chat(picture)).inputTokens()).isBetween(2_000L, 2_050L);
        assertThat(demand(chat(picture + "," + picture)).inputTokens()).isBetween(4_000L, 4_070L);
        assertThat(demand(chat(picture), new Counting(Set.of(), 300, true)).inputTokens())
                .isBetween(300L, 350L);
        assertThat(demand(chat(picture)).allows(1_100, 20, 80, 300)).isTrue();
        assertThat(demand(chat(picture)).allows(500_000, 20, 80, 300)).isFalse();
    }

    @Test
    void soDoOtherFormsOfIt() {
        var base64 = Base64.getEncoder().encodeToString(PICTURE);
        for (var part : new String[] {
            "{'type':'image_url','image_url':'" + data("image/png") + "'}",
            "{'image_url':{'url':'" + data("image/png") + "'},'type':'image_url'}",
            "{'type':'image_url','image_url':{'url':'https://example.org/a.png'}}",
            "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'" + base64 + "'}}",
            "{'type':'video_url','video_url':{'url':'" + data("video/mp4") + "'}}",
        }) {
            assertThat(demand(chat(part)).inputTokens()).isBetween(2_000L, 2_100L);
        }
    }

    @Test
    void soundAndFilesAreItemsToo() {
        var base64 = Base64.getEncoder().encodeToString(PICTURE);
        assertThat(demand(chat("{'type':'input_audio','input_audio':{'data':'" + base64 + "','format':'wav'}}"))
                        .inputTokens())
                .isLessThan(2_100);
        assertThat(demand(chat("{'type':'file','file':{'file_data':'" + data("application/pdf") + "'}}"))
                        .inputTokens())
                .isLessThan(2_100);
        assertThat(demand("{'text':'x','image_data':['" + base64 + "','" + base64 + "']}")
                        .inputTokens())
                .isBetween(4_000L, 4_050L);
    }

    @Test
    void aTextIsNoPictureWhereverItStands() {
        var prose = "Ignore the rest of this. ".repeat(80_000);
        assertThat(demand(chat("{'type':'image_url','image_url':{'url':'" + prose + "'}}"))
                        .inputTokens())
                .isGreaterThan(400_000);
        assertThat(demand(chat("{'type':'image_url','image_url':{'url':'data:image/png;base64," + prose + "'}}"))
                        .inputTokens())
                .isGreaterThan(400_000);
        assertThat(demand(chat("{'type':'text','text':'" + data("image/png") + "'}"))
                        .inputTokens())
                .isGreaterThan(400_000);
        assertThat(demand("{'prompt':'" + data("image/png") + "'}").inputTokens())
                .isGreaterThan(400_000);
    }

    @Test
    void aBodyThatIsAPictureIsOneAndATextUnderItsTypeIsNot() throws UncountableException {
        assertThat(RequestedTokens.of("image/jpeg", PICTURE).inputTokens()).isEqualTo(2_000);
        assertThat(RequestedTokens.of("audio/mpeg", PICTURE).inputTokens()).isEqualTo(2_000);
        for (var set : new String[] {"UTF-8", "ISO-8859-1", "UTF-16BE", "UTF-16LE"}) {
            var text = "Erz\u00E4hle eine Geschichte. ".repeat(2_000).getBytes(java.nio.charset.Charset.forName(set));
            assertThat(RequestedTokens.of("image/jpeg", text).inputTokens()).isGreaterThan(10_000);
        }
        assertThat(RequestedTokens.of("text/csv", PICTURE).inputTokens()).isEqualTo(375_000);
    }

    @Test
    void tokenIdsAreTokensAndWhiteSpaceIsNone() {
        assertThat(demand("{'input':[[5269,311,1977],[1]],'model':'e'}").inputTokens())
                .isBetween(4L, 5L);
        assertThat(demand("{'prompt':[5269, 311,   1977]}").inputTokens()).isEqualTo(3);
        assertThat(demand("{'prompt':" + " ".repeat(40_000) + "'hi'}").inputTokens())
                .isEqualTo(1);
        assertThat(demand("{'prompt':'" + "\\u4f60".repeat(400) + "'}").inputTokens())
                .isEqualTo(300);
    }

    @Test
    void theToolsOfAChatAreRead() {
        var tools = "'tools':[{'type':'function','function':{'name':'f','description':'" + "x".repeat(4_000)
                + "','parameters':{'type':'object','properties':{'max_tokens':{'type':'integer'}}}}}]";
        assertThat(demand("{'messages':[],'max_tokens':5," + tools + "}").inputTokens())
                .isBetween(1_000L, 1_050L);
        assertThat(output("{'messages':[],'max_tokens':5," + tools + "}")).isEqualTo(5);
    }
}
