package io.sagegate.limits.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.policy.Price;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Requests as they come set aside and cost amounts, by the table of `docs/limits.md`. A failure prints the table.
final class TokenTableTest {
    private static final String JSON = "application/json";
    private static final String SSE = "text/event-stream";
    private static final long RESERVE = 1_000;

    /// At 0.50 USD per 1000 input tokens, 0.05 USD per 1000 cached tokens and 1.50 USD per 1000 output tokens.
    private static final Price PRICE = new Price(0, 500_000_000, 50_000_000, 1_500_000_000);

    private static final String PROSE = "The quick brown fox jumps over the lazy dog. ".repeat(40);

    /// @param answer empty where nobody sees one
    record Shape(String name, String type, String request, String answerType, String answer) {
        Demand demand() {
            try {
                return RequestedTokens.of(type, request.getBytes(StandardCharsets.ISO_8859_1));
            } catch (UncountableException e) {
                throw new AssertionError(e);
            }
        }

        /// As the limiter sets it aside and settles it.
        String row() {
            var demand = answer.isEmpty() ? demand().unseen() : demand();
            var aside = Usage.of(demand.inputTokens(), demand.outputTokens(RESERVE));
            var used = answer.isEmpty()
                    ? Usage.of(aside.inputTokens(), aside.outputTokens(), Usage.Source.ASSUMED)
                    : StatedUsage.of(answerType, answer.getBytes(StandardCharsets.UTF_8), demand);
            return String.format(
                    Locale.ROOT,
                    "| %s | %,d | %,d + %,d | %,d + %,d | %s | %.4f |",
                    name,
                    request.length(),
                    aside.inputTokens(),
                    aside.outputTokens(),
                    used.inputTokens(),
                    used.outputTokens(),
                    used.source().code(),
                    PRICE.of(used.inputTokens(), used.cachedTokens(), used.outputTokens()) / 1e9);
        }
    }

    private static Shape shape(String name, String request, String answerType, String answer) {
        return new Shape(name, JSON, quoted(request), answerType, quoted(answer));
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static String usage(long in, long out, String more) {
        return "'usage':{'prompt_tokens':" + in + ",'completion_tokens':" + out + ",'total_tokens':" + (in + out) + more
                + "}";
    }

    private static String picture(int bytes) {
        var pixels = new byte[bytes];
        new Random(1).nextBytes(pixels);
        return Base64.getEncoder().encodeToString(pixels);
    }

    private static String events(int count, UnaryOperator<String> event, String last) {
        return IntStream.range(0, count)
                        .mapToObj(i -> "data: " + event.apply("word" + i % 10 + " ") + "\n\n")
                        .collect(Collectors.joining())
                + last;
    }

    private static String chunk(String text) {
        return "{'id':'c','object':'chat.completion.chunk','choices':[{'index':0,'delta':{'content':'" + text + "'}}]}";
    }

    static List<Shape> shapes() {
        var chat = "'messages':[{'role':'system','content':'Be brief.'},{'role':'user','content':'" + PROSE + "'}]";
        var said =
                "{'id':'c','object':'chat.completion','choices':[{'index':0,'message':{'role':'assistant','content':'"
                        + "A fox jumps. ".repeat(9) + "'},'finish_reason':'stop'}],";
        var tools = "'tools':[{'type':'function','function':{'name':'weather','description':'The weather of a place.',"
                + "'parameters':{'type':'object','properties':{'place':{'type':'string'}},'required':['place']}}}]";
        var called =
                "{'choices':[{'message':{'role':'assistant','content':null,'tool_calls':[{'id':'call_1','type':'function',"
                        + "'function':{'name':'weather','arguments':'{\\'place\\':\\'Wien\\'}'}}]}}],";
        var ids = Arrays.toString(new Random(2).ints(500, 100, 100_000).toArray());
        var vector = Arrays.toString(new Random(3).doubles(768).toArray());
        var shapes = new ArrayList<Shape>();
        shapes.add(shape("chat", "{" + chat + ",'max_tokens':200}", JSON, said + usage(437, 38, "") + "}"));
        shapes.add(shape(
                "chat, prompt cached",
                "{" + chat + ",'max_tokens':200}",
                JSON,
                said + usage(437, 38, ",'prompt_tokens_details':{'cached_tokens':416}") + "}"));
        shapes.add(shape(
                "vision, a picture of 2 MB",
                "{'messages':[{'role':'user','content':[{'type':'text','text':'What is this?'},{'type':'image_url',"
                        + "'image_url':{'url':'data:image/jpeg;base64," + picture(1_500_000)
                        + "'}}]}],'max_tokens':300}",
                JSON,
                said + usage(1_103, 38, "") + "}"));
        shapes.add(shape(
                "tools",
                "{'messages':[{'role':'user','content':'Is it raining in Wien?'}]," + tools + ",'max_tokens':100}",
                JSON,
                called + usage(92, 17, "") + "}"));
        shapes.add(shape(
                "embeddings of 500 token ids",
                "{'model':'e5','input':" + ids + "}",
                JSON,
                "{'object':'list','data':[{'object':'embedding','index':0,'embedding':" + vector + "}],'model':'e5',"
                        + "'usage':{'prompt_tokens':500,'total_tokens':500}}"));
        shapes.add(shape(
                "TGI, streamed",
                "{'inputs':'" + PROSE + "','parameters':{'max_new_tokens':100},'stream':true}",
                SSE,
                events(
                        60,
                        word -> "{'index':1,'token':{'id':9,'text':'" + word + "','logprob':-0.1,'special':false}}",
                        "")));
        shapes.add(shape(
                "SGLang",
                "{'text':'" + PROSE + "','sampling_params':{'max_new_tokens':100}}",
                JSON,
                "{'text':'" + "A fox jumps. ".repeat(9)
                        + "','meta_info':{'prompt_tokens':437,'completion_tokens':38}}"));
        shapes.add(shape(
                "Triton's generate",
                "{'text_input':'" + PROSE + "','parameters':{'max_tokens':100}}",
                JSON,
                "{'model_name':'llm','text_output':'" + "A fox jumps. ".repeat(9) + "'}"));
        shapes.add(shape(
                "KServe's tensors",
                "{'inputs':[{'name':'text_input','shape':[1],'datatype':'BYTES','data':['" + PROSE
                        + "']},{'name':'max_tokens','shape':[1],'datatype':'INT32','data':[100]}]}",
                JSON,
                "{'outputs':[{'name':'text_output','datatype':'BYTES','data':['" + "A fox jumps. ".repeat(9)
                        + "']}]}"));
        shapes.add(shape("asynchronous chat", "{" + chat + ",'max_tokens':20}", JSON, ""));
        shapes.add(shape(
                "chat, streamed with usage",
                "{" + chat + ",'stream':true,'max_tokens':200}",
                SSE,
                events(
                        60,
                        TokenTableTest::chunk,
                        "data: {'choices':[]," + usage(437, 62, "") + "}\n\ndata: [DONE]\n\n")));
        shapes.add(shape(
                "chat, streamed without usage",
                "{" + chat + ",'stream':true,'max_tokens':200}",
                SSE,
                events(60, TokenTableTest::chunk, "data: [DONE]\n\n")));
        return shapes;
    }

    @Test
    void theTableOfTheDocumentsIsWhatIsSetAsideAndCharged() throws IOException {
        var rows = shapes().stream().map(Shape::row).collect(Collectors.joining("\n"));
        assertThat(Files.readString(Path.of("docs", "limits.md"))).contains(rows);
    }
}
