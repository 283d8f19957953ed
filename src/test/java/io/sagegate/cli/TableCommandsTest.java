package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.audit.Events;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.audit.chain.ChainedAuditLog.Heads;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.aws.dynamodb.usage.DynamoDbHeads;
import io.sagegate.cli.console.Exit;
import io.sagegate.local.LocalCalls;
import io.sagegate.local.LocalTables;
import io.sagegate.local.SharedWorld;
import io.sagegate.reason.Reason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands as people and pipelines type them, down to a real table: exit codes, and which output says what.
/// The SDK is aimed at the table as anybody would aim it, by its own settings.
final class TableCommandsTest {
    private static final Map<String, Optional<String>> BEFORE = new LinkedHashMap<>();
    private static final InputStream STDIN = System.in;
    private static final String FIRST = """
            # who reads what
            roles:
              reader:
                - {endpoint: llm, actions: [invoke]}
            bindings:
              - {role: reader, members: [key:batch]}
            """;
    private static final String SECOND = FIRST.replace("key:batch", "key:batch, key:nightly");
    private static int tables;

    @TempDir
    private Path directory;

    private String table = "";

    @BeforeAll
    static void aimTheSdk() {
        var settings = Map.of(
                "aws.endpointUrlDynamoDb", SharedWorld.get().dynamodb().toString(),
                "aws.endpointUrlSts", "http://127.0.0.1:9",
                "aws.region", "us-east-1",
                "aws.accessKeyId", "local",
                "aws.secretAccessKey", "local");
        settings.forEach((name, value) -> {
            BEFORE.put(name, Optional.ofNullable(System.getProperty(name)));
            System.setProperty(name, value);
        });
    }

    @AfterAll
    static void restore() {
        BEFORE.forEach((name, value) ->
                value.ifPresentOrElse(old -> System.setProperty(name, old), () -> System.clearProperty(name)));
        System.setIn(STDIN);
    }

    @BeforeEach
    void emptyTable() {
        table = "cli" + tables++;
        LocalTables.create(SharedWorld.get().tables(), table);
        nobodyAnswers();
    }

    /// As in a pipeline.
    private static void nobodyAnswers() {
        System.setIn(InputStream.nullInputStream());
    }

    private Cli run(String... words) {
        var all = new ArrayList<>(Arrays.asList(words));
        all.addAll(List.of("--table", table));
        return Cli.run(all.toArray(String[]::new));
    }

    private String file(String text) throws IOException {
        return Files.writeString(directory.resolve("policy.yaml"), text).toString();
    }

    private void applied(String text) throws IOException {
        assertThat(run("policy", "apply", file(text), "--yes", "--author", "ada", "-m", "because")
                        .exit())
                .isEqualTo(Exit.OK);
    }

    @Test
    void anEmptyTableHasNoHistoryNothingToPullAndNothingToDecideBy() {
        assertThat(run("policy", "history").out()).contains("No policy has been applied yet.");
        assertThat(run("policy", "history").exit()).isEqualTo(Exit.OK);
        var pull = run("policy", "pull");
        assertThat(pull.exit()).isEqualTo(Exit.NO);
        assertThat(pull.err()).contains("No policy has been applied yet.");
        var explain = run("policy", "explain", "--as", "key:batch", "--endpoint", "llm");
        assertThat(explain.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(explain.err()).contains("The table's policy cannot be used");
        assertThat(run("policy", "rollback", "--yes").err()).contains("There is no revision before 0");
    }

    @Test
    void aPlanShowsWhatWouldChangeAndChangesNothing() throws IOException {
        var plan = run("policy", "plan", file(FIRST));
        assertThat(plan.exit()).isEqualTo(Exit.OK);
        assertThat(plan.out())
                .contains("against revision 0:", "+ key:batch may invoke llm", "1 gained, 0 lost, 0 changed");
        assertThat(run("policy", "plan", file(FIRST), "--fail-on-change").exit())
                .isEqualTo(Exit.NO);
        assertThat(run("policy", "history").out()).contains("No policy has been applied yet.");
        var broken = run("policy", "plan", file(FIRST.replace("llm", "'*'")));
        assertThat(broken.exit()).isEqualTo(Exit.NO);
        assertThat(broken.err()).contains("policy.yaml:4:");
    }

    @Test
    void aChangeOfAGuardAloneIsAChange() throws IOException {
        applied(FIRST + "guards:\n  g: {maxPromptCharacters: 10}\n");
        var plan = run("policy", "plan", file(FIRST + "guards:\n  g: {maxPromptCharacters: 99}\n"), "--fail-on-change");
        assertThat(plan.out()).contains("~ guard g = {maxPromptCharacters: 10} -> {maxPromptCharacters: 99}");
        assertThat(plan.exit()).isEqualTo(Exit.NO);
    }

    @Test
    void aPlanProvesThatItNarrowsOrShowsTheCallThatItWidens() throws IOException {
        applied(SECOND);
        assertThat(run("policy", "plan", file(FIRST), "--prove", "narrows").exit())
                .isEqualTo(Exit.OK);
        assertThat(run("policy", "plan", file("# the same\n" + SECOND), "--prove", "equivalent")
                        .exit())
                .isEqualTo(Exit.OK);
        assertThat(run("policy", "plan", file(FIRST), "--prove", "equivalent").out())
                .contains("no: the file refuses a call that the policy in force allows", "--as key:nightly");

        var wider =
                run("policy", "plan", file(SECOND.replace("invoke]", "invoke, invoke-stream]")), "--prove", "narrows");
        assertThat(wider.exit()).isEqualTo(Exit.NO);
        assertThat(wider.out()).contains("no: the file allows a call that the policy in force refuses");
        var command = wider.out()
                .lines()
                .filter(line -> line.contains("explain"))
                .findFirst()
                .orElseThrow();
        var words = PrintedCommand.words(command.strip());
        assertThat(Cli.run(words.subList(1, words.size()).toArray(String[]::new))
                        .exit())
                .isEqualTo(Exit.OK);
        assertThat(run("policy", "plan", file(FIRST), "--prove", "wishes").exit())
                .isEqualTo(Exit.USAGE);
    }

    @Test
    void nothingIsAppliedUnlessSomebodyAgrees() throws IOException {
        var silence = run("policy", "apply", file(FIRST));
        assertThat(silence.exit()).isEqualTo(Exit.NO);
        assertThat(silence.out()).contains("+ key:batch may invoke llm", "Write yes:", "Nothing was changed.", "--yes");
        System.setIn(new ByteArrayInputStream("y\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(run("policy", "apply", file(FIRST)).exit()).isEqualTo(Exit.NO);
        assertThat(run("policy", "history").out()).contains("No policy has been applied yet.");
        System.setIn(new ByteArrayInputStream("yes\n".getBytes(StandardCharsets.UTF_8)));
        var agreed = run("policy", "apply", file(FIRST), "--author", "ada");
        assertThat(agreed.exit()).isEqualTo(Exit.OK);
        assertThat(agreed.out()).contains("revision 1 is in force");
    }

    @Test
    void whatIsPulledIsWhatWasAppliedAndPlansNoChange() throws IOException {
        applied(FIRST);
        var pulled = run("policy", "pull");
        assertThat(pulled.exit()).isEqualTo(Exit.OK);
        assertThat(pulled.out()).isEqualTo(FIRST);
        var copy = directory.resolve("pulled.yaml").toString();
        assertThat(run("policy", "pull", "-o", copy).out()).contains("revision 1 is in " + copy);
        assertThat(Cli.run("policy", "check", copy).exit()).isEqualTo(Exit.OK);
        var plan = run("policy", "plan", copy, "--fail-on-change");
        assertThat(plan.out()).isEqualTo("no difference to revision 1" + System.lineSeparator());
        assertThat(plan.exit()).isEqualTo(Exit.OK);
        assertThat(run("policy", "apply", copy).out()).contains("says exactly this; nothing to do");
        assertThat(run("policy", "pull", "--revision", "7").err()).contains("There is no revision 7");
    }

    @Test
    void historyNamesWhoAndWhyAndRollbackBringsBack() throws IOException {
        applied(FIRST);
        applied(SECOND);
        assertThat(run("policy", "rollback").exit()).isEqualTo(Exit.NO);
        var back = run("policy", "rollback", "--yes", "--author", "eve");
        assertThat(back.exit()).isEqualTo(Exit.OK);
        assertThat(back.out())
                .contains(
                        "back to revision 1:",
                        "- key:nightly may invoke llm",
                        "revision 3 is in force, with the content of revision 1");
        assertThat(run("policy", "history").out().lines())
                .satisfiesExactly(
                        third -> assertThat(third).matches("3  \\S+  eve  \\(content of 1\\)  <- in force"),
                        second -> assertThat(second).matches("2  \\S+  ada  because"),
                        first -> assertThat(first).matches("1  \\S+  ada  because"));
        assertThat(run("policy", "history", "--limit", "1").out().lines()).hasSize(1);
        assertThat(run("policy", "rollback", "2", "--yes", "--author", "eve").out())
                .contains("with the content of revision 2");
        var unknown = run("policy", "rollback", "99", "--yes");
        assertThat(unknown.exit()).isEqualTo(Exit.NO);
        assertThat(unknown.err()).contains("There is no revision 99");
    }

    @Test
    void whoAppliesAgainstAnOldPlanIsToldAndChangesNothing() throws IOException {
        applied(FIRST);
        var expected = run("policy", "apply", file(SECOND), "--yes", "--expect", "7");
        assertThat(expected.exit()).isEqualTo(Exit.CONFLICT);
        assertThat(expected.err()).contains("Revision 1 is in force, not 7; nothing was changed.");
        // Somebody else is quicker while the question stands on the screen.
        var slow = Files.writeString(directory.resolve("slow.yaml"), FIRST.replace("llm", "other"));
        System.setIn(new ByteArrayInputStream("yes\n".getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] bytes, int from, int length) {
                nobodyAnswers();
                try {
                    applied(SECOND);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
                return super.read(bytes, from, length);
            }
        });
        var overtaken = run("policy", "apply", slow.toString(), "--author", "bob");
        assertThat(overtaken.exit()).isEqualTo(Exit.CONFLICT);
        assertThat(overtaken.err()).contains("Somebody else applied a policy since revision 1; nothing was changed.");
        assertThat(run("policy", "pull").out()).isEqualTo(SECOND);
    }

    @Test
    void questionsArePutToThePolicyInForce() throws IOException {
        applied(FIRST);
        var granted = run("policy", "explain", "--as", "key:batch", "--endpoint", "llm");
        assertThat(granted.exit()).isEqualTo(Exit.OK);
        assertThat(granted.out()).contains("granted by reader/0, revision 1");
        var denied = run("policy", "explain", "--as", "key:other", "--endpoint", "llm");
        assertThat(denied.exit()).isEqualTo(Exit.NO);
        assertThat(denied.out()).contains("not_granted, revision 1", "has no grant that names this endpoint");
        assertThat(run("policy", "explain", "--as", "key:batch", "--endpoint", "llm", "--at", "noon")
                        .exit())
                .isEqualTo(Exit.USAGE);
        assertThat(run("policy", "explain", "--as", "key:batch", "--endpoint", "llm", "--action", "destroy")
                        .err())
                .contains("--action is invoke");
        assertThat(run("policy", "who-can", "llm").out()).contains("key:batch may invoke llm");
        var nobody = run("policy", "who-can", "other");
        assertThat(nobody.exit()).isEqualTo(Exit.NO);
        assertThat(nobody.out()).contains("Nobody may call other.");
    }

    @Test
    void aTableThatIsNotThereOrNotReachedIsNoAnswer() throws IOException {
        table = "missing";
        var missing = run("policy", "plan", file(FIRST));
        assertThat(missing.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(missing.err()).contains("AWS refused: ", "Credentials, region and profile");
        var endpoint = System.getProperty("aws.endpointUrlDynamoDb");
        System.setProperty("aws.endpointUrlDynamoDb", "http://127.0.0.1:9");
        try {
            var unreached = run("policy", "history");
            assertThat(unreached.exit()).isEqualTo(Exit.UNAVAILABLE);
            assertThat(unreached.err()).contains("AWS could not be asked: ");
        } finally {
            System.setProperty("aws.endpointUrlDynamoDb", endpoint);
        }
        var elsewhere = Cli.run("policy", "plan", directory.resolve("none.yaml").toString(), "--table", table);
        assertThat(elsewhere.exit()).isEqualTo(Exit.UNAVAILABLE);
        assertThat(elsewhere.err()).contains("Could not read or write");
    }

    /// Who may write the table may apply: that nobody says who it was is no reason to refuse.
    @Test
    void withoutAnAnswerFromStsTheAuthorIsTheUserOfTheMachine() throws IOException {
        assertThat(run("policy", "apply", file(FIRST), "--yes").exit()).isEqualTo(Exit.OK);
        assertThat(run("policy", "history").out()).contains("  " + System.getProperty("user.name") + "  ");
    }

    @Test
    void aKeyIsIssuedListedRotatedAndRevoked() {
        assertThat(run("key", "list").out()).contains("no keys");
        var issued = run("key", "issue", "batch", "--life", "2h");
        assertThat(issued.exit()).isEqualTo(Exit.OK);
        var id = idOf(issued);
        assertThat(issued.err())
                .contains("Key " + id + " of client batch", "KeyMaxLifeSeconds")
                .doesNotContain("opens nothing");
        assertThat(run("key", "list", "--client", "other").out()).contains("no keys");
        assertThat(run("key", "list", "--client", "batch").out().lines().toList())
                .satisfiesExactly(
                        heading -> assertThat(heading).startsWith("id ").contains("expires"),
                        row -> assertThat(row).startsWith(id).contains("batch", "active"));

        var rotated = run("key", "rotate", id, "--overlap", "0s");
        assertThat(rotated.exit()).isEqualTo(Exit.OK);
        assertThat(rotated.err()).contains("The old key " + id + " works until ");
        var fresh = idOf(rotated);
        assertThat(run("key", "list").out()).contains(fresh).doesNotContain(id);
        var again = run("key", "rotate", id);
        assertThat(again.exit()).isEqualTo(Exit.NO);
        assertThat(again.err()).contains("No key " + id + " works now; nothing was changed.");

        assertThat(run("key", "revoke", fresh).out()).contains("revoked " + fresh);
        var twice = run("key", "revoke", fresh);
        assertThat(twice.exit()).isEqualTo(Exit.NO);
        assertThat(twice.out()).contains("was not revoked before");
        assertThat(run("key", "list").out()).contains("no keys");
        assertThat(run("key", "list", "--all").out()).contains(fresh, "revoked");
    }

    @Test
    void aLeakedKeyIsRevokedAsItWasFoundAndNotShownAgain() throws IOException {
        applied(FIRST);
        var issued = run("key", "issue", "nobody");
        assertThat(issued.err()).contains("gives key:nobody no role, so the key opens nothing yet");
        assertThat(run("key", "issue", "batch").err()).doesNotContain("opens nothing");
        var key = issued.out().strip();
        var revoked = run("key", "revoke", key);
        assertThat(revoked.exit()).isEqualTo(Exit.OK);
        assertThat(revoked.out()).contains("revoked " + key.split("_", 3)[1]).doesNotContain(key);
        var again = run("key", "revoke", key);
        assertThat(again.exit()).isEqualTo(Exit.NO);
        assertThat(again.out() + again.err()).doesNotContain(key);
    }

    @Test
    void aRollbackToWhatIsInForceChangesNothing() throws IOException {
        applied(FIRST);
        applied(SECOND);
        var same = run("policy", "rollback", "2", "--yes");
        assertThat(same.exit()).isEqualTo(Exit.OK);
        assertThat(same.out()).contains("revision 2 is in force and says exactly this; nothing to do");
        assertThat(run("policy", "rollback", "--yes").out()).contains("revision 3 is in force");
        assertThat(run("policy", "rollback", "1", "--yes").out()).contains("nothing to do");
        assertThat(run("policy", "history").out().lines()).hasSize(3);
    }

    @Test
    void whoeverSaysNoIsNotToldThatNobodyCouldBeAsked() throws IOException {
        System.setIn(new ByteArrayInputStream("n\n".getBytes(StandardCharsets.UTF_8)));
        assertThat(run("policy", "apply", file(FIRST)).out())
                .contains("Nothing was changed.")
                .doesNotContain("--yes");
        nobodyAnswers();
        assertThat(run("policy", "apply", file(FIRST)).out()).contains("Use --yes where nobody can be asked.");
    }

    /// The key alone is on standard output, and nowhere else.
    private static String idOf(Cli issued) {
        var key = issued.out().strip();
        assertThat(key).matches("sg_[A-Za-z0-9]+_[A-Za-z0-9_-]+");
        assertThat(issued.err()).doesNotContain(key);
        return key.split("_", 3)[1];
    }

    @Test
    void aCutTailOfTheLogShowsAgainstTheHeadsInTheTable() throws IOException {
        var log = directory.resolve("audit.log");
        var heads = new DynamoDbHeads(
                LocalCalls.dynamoDb(SharedWorld.get().dynamodb()), table, Duration.ofDays(1), InstantSource.system());
        try (var out = Files.newOutputStream(log)) {
            var audit = new ChainedAuditLog(
                    out,
                    new OcsfWriter(new AuditSource("111122223333", "us-east-1", "test")),
                    new Heads(heads, 1, Duration.ZERO),
                    InstantSource.system());
            audit.write(Events.completion("one", Reason.GRANTED));
            audit.write(Events.completion("two", Reason.NOT_GRANTED));
        }
        var whole = Cli.run("audit", "verify", "--heads", "--usage-table", table, log.toString());
        assertThat(whole.out()).contains("intact: 2 lines in 1 chain").doesNotContain("would not show");
        assertThat(whole.exit()).isEqualTo(Exit.OK);
        Files.writeString(log, Files.readAllLines(log).getFirst() + "\n");
        var cut = Cli.run("audit", "verify", "--heads", "--usage-table", table, log.toString());
        assertThat(cut.out()).contains("TAIL_CUT", "NOT INTACT");
        assertThat(cut.exit()).isEqualTo(Exit.NO);
        assertThat(Cli.run("audit", "verify", log.toString()).exit()).isEqualTo(Exit.OK);
        var raw = Cli.run("audit", "search", "--json", "--endpoint", "nobody", log.toString());
        assertThat(raw.exit()).isEqualTo(Exit.NO);
        assertThat(Cli.run("audit", "search", "--json", "--most", "1", log.toString())
                        .out())
                .isEqualTo(Files.readString(log).strip() + System.lineSeparator());
        assertThat(Cli.run("audit", "show", "one", "--json", log.toString()).out())
                .startsWith("{");
        assertThat(Cli.run("audit", "search", "--since", "1h", log.toString()).exit())
                .isIn(Exit.OK, Exit.NO);
        assertThat(Cli.run("audit", "search", "--since", "soon", log.toString()).err())
                .contains("--since takes 90m");
    }
}
