package io.sagegate.gateway;

import static io.sagegate.gateway.LineOfGateway.answer;
import static io.sagegate.gateway.LineOfGateway.failure;
import static io.sagegate.gateway.LineOfGateway.grant;
import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.Request;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.audit.protocol.Breach;
import io.sagegate.audit.protocol.Protocol;
import io.sagegate.audit.protocol.Rule;
import io.sagegate.policy.ModelRoute;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.Target;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules of the record, over the lines that the gateway itself writes. A log that is broken in one way breaks one
/// rule, and the whole log breaks none.
final class RecordRulesTest {
    private static final String STATED = "{\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":5}}";
    private static final String BODY = "{\"prompt\":\"hi\",\"max_tokens\":500}";

    /// The places of lines in the log.
    private static final int ATTEMPT = 0;

    private static final int COMPLETION = 1;
    private static final int DENIED = 2;
    private static final int OWN = 3;
    private static final int RESULT = 6;
    private static final List<String> WHOLE = story();

    private static List<String> story() {
        var grant = grant(
                "prices",
                List.of(Map.of("price", "0.001 USD per 1000 tokens")),
                "onSleep",
                "queue",
                "limits",
                List.of("100 requests per minute", "5000 tokens per hour", "1 USD per day"));
        grant.put("actions", List.of("invoke", "invoke-async"));
        var world = new AsyncLine(grant);
        var line = world.line;
        var out = new ByteArrayOutputStream();
        write(line, out);
        line.answers = _ -> answer(STATED);
        line.whole(as("a", json(line, "invocations", BODY)));
        line.whole(as("b", line.request("invocations", BODY, "x-amzn-sagemaker-target-variant", "blue")));
        line.whole(as("c", at("/whoami", line.of("BatchScorer", "GET", "", ""))));
        var queued = line.whole(as("d", json(line, "async-invocations", BODY)));
        world.result("application/json", STATED);
        var location = queued.headers().first("location").orElseThrow();
        line.whole(as("e", at(location, line.of("BatchScorer", "GET", "", ""))));
        line.whole(as("f", at(location, line.of("BatchScorer", "GET", "", ""))));
        line.answers = _ -> failure(Reason.ENDPOINT_STARTING);
        line.whole(as("g", json(line, "invocations", BODY)));
        failover(out);
        return out.toString(StandardCharsets.US_ASCII).lines().toList();
    }

    private static void failover(ByteArrayOutputStream out) {
        var routes = new ModelRoutes(
                "chat",
                List.of(new ModelRoute(Target.ofEndpoint("one"), 1, Optional.empty())),
                List.of(new ModelRoute(Target.ofEndpoint("two"), 0, Optional.empty())),
                ModelRoutes.OPERATIONS,
                false);
        var grants = Stream.of("one", "two")
                .map(name -> Map.<String, Object>of("endpoint", name, "actions", List.of("invoke")))
                .toList();
        var line = new LineOfGateway(grants, Map.of("chat", routes));
        write(line, out);
        line.answers = call ->
                call.permit().target().endpoint().equals("one") ? failure(Reason.ENDPOINT_UNAVAILABLE) : answer(STATED);
        line.whole(as("h", line.openAi("chat/completions", "{\"model\":\"chat\",\"messages\":[]}")));
    }

    private static void write(LineOfGateway line, ByteArrayOutputStream out) {
        var writer = new OcsfWriter(new AuditSource("111122223333", "us-east-1", "test"));
        line.written = new ChainedAuditLog(out, writer, ChainedAuditLog.Heads.NONE, line.clock)::write;
    }

    private static Request json(LineOfGateway line, String operation, String body) {
        return line.request(operation, body, "content-type", "application/json");
    }

    private static Request as(String id, Request request) {
        return Requests.numbered(request, id);
    }

    private static Request at(String path, Request request) {
        return Requests.at(request, path);
    }

    private static Set<Rule> broken(List<String> lines) {
        return breaches(new Protocol(), lines).stream()
                .map(Breach::rule)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Rule.class)));
    }

    /// Numbers the lines of each chain anew, so that nothing but the protocol is broken.
    private static List<Breach> breaches(Protocol protocol, List<String> lines) {
        var next = new LinkedHashMap<String, Integer>();
        var found = new ArrayList<Breach>();
        for (var line : lines) {
            var chain = line.replaceFirst(".*\"chain\":\\{\"id\":\"([0-9a-f]+)\".*", "$1");
            var number = next.merge(chain, 1, Integer::sum) - 1;
            var numbered = line.replaceFirst("(\"chain\":\\{\"id\":\"[0-9a-f]+\",\"sequence\":)[0-9]+", "$1" + number);
            found.addAll(protocol.accept(numbered.getBytes(StandardCharsets.US_ASCII)));
        }
        return found;
    }

    @Test
    void aWholeLogBreaksNoRule() {
        assertThat(WHOLE).hasSize(14);
        var protocol = new Protocol();
        assertThat(breaches(protocol, WHOLE)).isEmpty();
        assertThat(protocol.extent()).isEqualTo(new Protocol.Extent(14, 0, 0, 0, 0));
    }

    static Stream<Arguments> breakages() {
        return Stream.of(
                broken(Rule.DECIDED, "a call without a grant", changed("everybody/0", "", ATTEMPT, COMPLETION)),
                broken(
                        Rule.DECIDED,
                        "a call without a revision",
                        changed("\"version\":\"1\"", "\"version\":\"\"", 0, 1)),
                broken(Rule.ATTEMPTED, "no attempt", without(ATTEMPT)),
                broken(Rule.ATTEMPTED, "another grant's attempt", changed("everybody/0", "everybody/1", ATTEMPT)),
                broken(Rule.COMPLETED, "no completion", RecordRulesTest::leftOpen),
                broken(Rule.ONCE, "a second completion", repeated(COMPLETION, COMPLETION, "a")),
                broken(Rule.ONCE, "a second answer", repeated(OWN, OWN, "c")),
                broken(Rule.ONCE, "a second call of the same id", lines -> twice(lines, "a")),
                broken(Rule.DENIED, "a denial with an answer", changed("{\"code\":403", "{\"code\":200", DENIED)),
                broken(Rule.DENIED, "a call after a denial", lines -> twice(lines, "b")),
                broken(
                        Rule.DENIED,
                        "a denial that costs",
                        changed("\"unmapped\":{", "\"unmapped\":{\"cost_usd\":\"0.1\",", DENIED)),
                broken(
                        Rule.DENIED,
                        "an attempt that a limit refuses",
                        changed("\"charged\":1,", "\"charged\":1,\"refused\":true,", ATTEMPT)),
                broken(
                        Rule.OWN_ANSWER,
                        "an own answer by a grant",
                        changed("\"version\":\"1\"", "\"version\":\"1\",\"uid\":\"everybody/0\"", OWN)),
                broken(Rule.OWN_ANSWER, "an own answer after a call", RecordRulesTest::ownAnswer),
                broken(Rule.SAME_REQUEST, "another path", changed("/endpoints/llm", "/endpoints/lll", COMPLETION)),
                broken(Rule.SAME_REQUEST, "another caller", changed("BatchScorer", "Mallory", COMPLETION)),
                broken(Rule.RETRIED, "a second attempt", repeated(ATTEMPT, ATTEMPT, "a")),
                broken(Rule.WITHIN, "more left than there is", changed("\"left\":99", "\"left\":101", COMPLETION)),
                broken(Rule.WITHIN, "more held than there is", changed("\"charged\":1,", "\"charged\":101,", 0, 1)),
                broken(Rule.WITHIN, "less than nothing", changed("\"charged\":1,", "\"charged\":-1,", 0, 1)),
                broken(Rule.HELD, "another charge", changed("\"charged\":1,", "\"charged\":2,", COMPLETION)),
                broken(Rule.HELD, "another limit", changed("100 requests per", "200 requests per", COMPLETION)),
                broken(Rule.CHARGED, "other tokens", changed("\"charged\":16,", "\"charged\":15,", COMPLETION)),
                broken(Rule.CHARGED, "other dollars", changed("\"charged\":16000,", "\"charged\":15999,", COMPLETION)),
                broken(Rule.CHARGED, "a charge without use", changed("\"total_tokens\":16", "\"none\":0", COMPLETION)),
                broken(Rule.REVISION_ORDER, "an older policy", RecordRulesTest::olderPolicy),
                broken(Rule.RESULT, "another caller's result", changed("BatchScorer", "Mallory", RESULT)),
                broken(Rule.RESULT, "another call's result", changed("\"request\":\"d\"", "\"request\":\"z\"", RESULT)),
                broken(Rule.RESULT, "a second settlement", repeated(RESULT, RESULT, "e2")));
    }

    private static Arguments broken(Rule rule, String name, UnaryOperator<List<String>> breakage) {
        return Arguments.of(rule, name, breakage);
    }

    private static UnaryOperator<List<String>> changed(String from, String to, Integer... places) {
        return lines -> {
            var changed = new ArrayList<>(lines);
            for (var place : places) {
                assertThat(lines.get(place)).contains(from);
                changed.set(place, lines.get(place).replace(from, to));
            }
            return changed;
        };
    }

    private static UnaryOperator<List<String>> without(Integer... places) {
        var gone = Set.of(places);
        return lines -> Stream.iterate(0, at -> at < lines.size(), at -> at + 1)
                .filter(at -> !gone.contains(at))
                .map(lines::get)
                .toList();
    }

    private static UnaryOperator<List<String>> repeated(int place, int after, String id) {
        return lines -> inserted(lines, after + 1, named(lines.get(place), id));
    }

    private static List<String> inserted(List<String> lines, int at, String line) {
        var more = new ArrayList<>(lines);
        more.add(at, line);
        return more;
    }

    private static String named(String line, String id) {
        return line.replaceFirst("\"request\":\"[a-z]\",\"phase\"", "\"request\":\"" + id + "\",\"phase\"");
    }

    /// The first call once more, with an id that was used before.
    private static List<String> twice(List<String> lines, String id) {
        var attempt = named(lines.get(ATTEMPT), id);
        return inserted(inserted(lines, 3, named(lines.get(COMPLETION), id)), 3, attempt);
    }

    /// Policy 2 decides the first call, and policy 1 those that arrive a second later.
    private static List<String> olderPolicy(List<String> lines) {
        var changed = new ArrayList<String>();
        for (var line : lines) {
            var first = changed.size() <= COMPLETION;
            changed.add(
                    first
                            ? line.replace("\"version\":\"1\"", "\"version\":\"2\"")
                            : line.replaceFirst("\"time\":([0-9]+)[0-9]{4}", "\"time\":$19999"));
        }
        return changed;
    }

    /// The first call never ends, and requests arrive a quarter of an hour later.
    private static List<String> leftOpen(List<String> lines) {
        var time = Long.parseLong(lines.get(ATTEMPT).replaceFirst(".*\"time\":([0-9]+).*", "$1"));
        var later = lines.stream()
                .skip(DENIED)
                .map(line -> line.replace("\"time\":" + time, "\"time\":" + (time + 900_001)));
        return Stream.concat(Stream.of(lines.get(ATTEMPT)), later).toList();
    }

    /// The first call's completion says that the gateway answered by itself.
    private static List<String> ownAnswer(List<String> lines) {
        var own = lines.get(COMPLETION)
                .replaceFirst("\"limits\":\\[.*?],", "")
                .replace("everybody/0", "")
                .replaceFirst("\"message_context\".*?},(?=\"trace\"|\"cloud\")", "")
                .replaceFirst("\"cost_usd\":\"[0-9.]+\",", "")
                .replaceFirst("\"status_code\":\"granted\"", "\"status_code\":\"answered\"");
        var changed = new ArrayList<>(lines);
        changed.set(COMPLETION, own);
        return changed;
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("breakages")
    void aLogThatIsBrokenInOneWayBreaksOneRule(Rule rule, String name, UnaryOperator<List<String>> breakage) {
        assertThat(broken(breakage.apply(WHOLE))).as(name).containsExactly(rule);
    }

    @Test
    void everyRuleHasABreakage() {
        assertThat(breakages().map(arguments -> arguments.get()[0]).collect(Collectors.toSet()))
                .isEqualTo(EnumSet.allOf(Rule.class));
    }

    @Test
    void aLogThatBeginsLateOrEndsInTheMiddleIsToldAndIsNoBreach() {
        var protocol = new Protocol();
        var lines = new ArrayList<>(WHOLE.subList(COMPLETION, 9));
        lines.forEach(line -> assertThat(protocol.accept(line.getBytes(StandardCharsets.US_ASCII)))
                .isEmpty());
        assertThat(protocol.extent()).isEqualTo(new Protocol.Extent(8, 1, 0, 1, 0));
    }

    @Test
    void aCallThatLaterRequestsOfItsEnvironmentOvertookIsTold() {
        var protocol = new Protocol();
        assertThat(breaches(protocol, without(COMPLETION).apply(WHOLE))).isEmpty();
        assertThat(protocol.extent()).isEqualTo(new Protocol.Extent(13, 1, 1, 0, 0));
    }

    @Test
    void callsAtTheSameTimeInOneEnvironmentBreakNoRule() {
        var mixed = new ArrayList<>(WHOLE);
        mixed.add(5, mixed.remove(COMPLETION));
        var protocol = new Protocol();
        assertThat(breaches(protocol, mixed)).isEmpty();
        assertThat(protocol.extent()).isEqualTo(new Protocol.Extent(14, 0, 0, 0, 0));
    }

    @Test
    void linesThatAreMissingInTheMiddleAreToldAndNoBreach() {
        var protocol = new Protocol();
        without(COMPLETION, DENIED)
                .apply(WHOLE)
                .forEach(line -> assertThat(protocol.accept(line.getBytes(StandardCharsets.US_ASCII)))
                        .isEmpty());
        assertThat(protocol.extent().open()).isEqualTo(1);
    }

    @Test
    void linesThatAreNotOfTheRecordArePassedOverAndUnreadableOnesCounted() {
        var protocol = new Protocol();
        for (var line :
                List.of("START", "{\"class_uid\":6003,", "{\"class_uid\":6003,\"n\":1}", "{\"level\":\"INFO\"}")) {
            assertThat(protocol.accept(line.getBytes(StandardCharsets.US_ASCII)))
                    .isEmpty();
        }
        assertThat(protocol.extent()).isEqualTo(new Protocol.Extent(0, 0, 0, 0, 2));
    }

    @Test
    void everyRuleIsDocumented() throws Exception {
        var text = Files.readString(Path.of("docs", "audit.md"));
        for (var rule : Rule.values()) {
            assertThat(text).contains("| `" + rule.code() + "` | " + rule.sentence() + " |");
        }
    }
}
