package io.sagegate.limits.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// How many bytes of an answer count as text, to the byte: no member hides one from the price.
final class AnswerReaderTest {
    private final AnswerReader reader = new AnswerReader(1);

    private static long bytes(AnswerReader reader, String json) {
        return reader.read(json.replace('\'', '"')).orElseThrow().textBytes();
    }

    private long bytes(String json) {
        return bytes(reader, json);
    }

    private static String x(int length) {
        return "x".repeat(length);
    }

    @Test
    void whatStandsBesideAStatementsNumbersIsText() {
        assertThat(bytes("{'usage':{'completion_tokens':1,'note':'hello'}}")).isEqualTo(5);
        assertThat(
                        bytes(
                                "{'usage':{'completion_tokens':1,'prompt_tokens_details':{'cached_tokens':0,'note':'hidden'}}}"))
                .isEqualTo(6);
        assertThat(bytes("{'usage':{'prompt_tokens_details':['inside']}}")).isEqualTo(6);
    }

    @Test
    void detailsAreFreeUpToThirtyTwoTimesTheText() {
        assertThat(bytes("{'text':'" + x(100) + "','logprobs':'" + x(3_200) + "'}"))
                .isEqualTo(100);
        assertThat(bytes(new AnswerReader(1), "{'text':'" + x(100) + "','logprobs':'" + x(3_232) + "'}"))
                .isEqualTo(101);
    }

    @Test
    void detailsCountWhateverTheirDepthAndTheirNamesToo() {
        for (var details : new String[] {
            "{'logprobs':'" + x(3_200) + "'}",
            "{'logprobs':[{'a':['" + x(3_199) + "']}]}",
            "{'logprobs':{'" + x(3_200) + "':[[],{}]}}",
            "{'usage':{'completion_tokens':1,'logprobs':'" + x(3_200) + "'}}",
            "{'usage':{'completion_tokens':1,'logprobs':{'a':'" + x(3_199) + "'}}}",
        }) {
            assertThat(bytes(new AnswerReader(1), details)).as(details).isEqualTo(100);
        }
    }

    @Test
    void whatDetailsCostIsOnceAndTextThatComesLaterPaysForThem() {
        assertThat(bytes("{'logprobs':'" + x(3_200) + "'}")).isEqualTo(100);
        assertThat(bytes("{'text':'" + x(1_000) + "'}")).isEqualTo(1_000);
        assertThat(bytes("{'logprobs':'" + x(32 * 1_000) + "'}")).isZero();
        assertThat(bytes("{'logprobs':'" + x(320) + "'}")).isEqualTo(10);
    }

    @Test
    void aVectorOfEachAnswerIsFree() {
        var longest = "A".repeat(65_536);
        assertThat(bytes(
                        new AnswerReader(2),
                        "{'data':[{'embedding':'" + longest + "'},{'embedding':'" + longest + "'}]}"))
                .isZero();
        assertThat(bytes("{'data':[{'embedding':'" + longest + "AAAAAAAAAA'},{'embedding':'AAAAA'}]}"))
                .isEqualTo(15);
        assertThat(bytes("{'embedding':'AAAA'}")).isEqualTo(4);
    }

    @Test
    void aLabelIsShort() {
        assertThat(bytes("{'id':'" + x(64) + "'}")).isZero();
        assertThat(bytes("{'id':'" + x(65) + "'}")).isEqualTo(65);
    }

    @Test
    void aShortTextOfAnUnknownNameThatStaysTheSameCountsOnce() {
        var same = "{'vendor':'" + x(64) + "'}";
        assertThat(bytes(same)).isEqualTo(64);
        assertThat(bytes(same)).isZero();
        var longer = "{'vendor':'" + x(65) + "'}";
        assertThat(bytes(longer)).isEqualTo(65);
        assertThat(bytes("{'vendor':'y" + x(65) + "'}")).isEqualTo(66);
    }

    private static String names(int count) {
        return IntStream.range(0, count)
                .mapToObj(name -> "'n" + name + "':'v'")
                .collect(Collectors.joining(",", "{", "}"));
    }

    @Test
    void theTextsOfSixtyFourNamesAreRememberedAndNoMore() {
        assertThat(bytes(names(64))).isEqualTo(64);
        assertThat(bytes(names(64))).isZero();
        var other = new AnswerReader(1);
        assertThat(bytes(other, names(65))).isEqualTo(65);
        assertThat(bytes(other, names(65))).isEqualTo(65);
    }

    @Test
    void aTextThatGrowsCountsByWhatIsNew() {
        assertThat(bytes("{'text':'" + x(16) + "'}")).isEqualTo(16);
        assertThat(bytes("{'text':'" + x(116) + "'}")).isEqualTo(100);
        assertThat(bytes("{'text':'" + x(116) + "'}")).as("the last one, again").isZero();
        assertThat(bytes("{'text':'other'}")).isEqualTo(5);
    }

    @Test
    void aShortTextOrTheSameOneAgainIsNoGrowth() {
        assertThat(bytes("{'text':'" + x(15) + "'}")).isEqualTo(15);
        assertThat(bytes("{'text':'" + x(30) + "'}")).isEqualTo(30);
        assertThat(bytes("{'text':'" + x(30) + "'}"))
                .as("a word may be said twice")
                .isEqualTo(30);
    }
}
