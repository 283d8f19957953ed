package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.audit.Events;
import io.sagegate.audit.chain.ChainedAuditLog;
import io.sagegate.audit.chain.ChainedAuditLog.Heads;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.cli.console.Exit;
import io.sagegate.limits.MemoryUsageStore;
import io.sagegate.limits.usage.UsageUnavailableException;
import io.sagegate.reason.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The record: alice's call was granted by `clinician/0`, and a second one was refused as not granted.
final class PolicyReplayTest {
    private static final String ISSUERS = """
            issuers:
              - {name: okta, issuer: https://issuer.example, audiences: [a], algorithms: [RS256]}
            """;
    private static final String ROLE = """
            roles:
              clinician:
                - endpoint: Tumor-xgb
                  actions: [invoke]
                  variants: [blue]
                  components: [llama]
                  targetModels: [m/1.tar.gz]
            """;

    @TempDir
    private Path directory;

    private Path log = Path.of("");

    @BeforeEach
    void writeALog() throws IOException {
        log = directory.resolve("audit.log");
        try (var out = Files.newOutputStream(log)) {
            var audit = new ChainedAuditLog(
                    out,
                    new OcsfWriter(new AuditSource("111122223333", "us-east-1", "test")),
                    Heads.NONE,
                    InstantSource.system());
            audit.write(Events.attempt("one"));
            audit.write(Events.completion("one", Reason.GRANTED));
            audit.write(Events.completion("two", Reason.TOKEN_EXPIRED));
        }
    }

    private Path policy(String name, String roleAndBindings) throws IOException {
        return Files.writeString(directory.resolve(name), ISSUERS + roleAndBindings);
    }

    private static String bound(String members) {
        return ROLE + "bindings:\n  - {role: clinician, members: [" + members + "]}\n";
    }

    private Cli replay(Path policy, String... more) {
        var args = new String[4 + more.length];
        args[0] = "policy";
        args[1] = "replay";
        args[2] = policy.toString();
        args[3] = log.toString();
        System.arraycopy(more, 0, args, 4, more.length);
        return Cli.run(args);
    }

    @Test
    void aCallerWhoIsBoundByNameIsDecidedForCertain() throws IOException {
        var run = replay(policy("same.yaml", bound("okta:sub:alice")));
        assertThat(run.exit()).isEqualTo(Exit.OK);
        assertThat(run.out()).contains("1 call: 1 as recorded, 0 otherwise", "1 request ended before the policy");
    }

    @Test
    void aLostGrantIsToldWithTheCallerAndTheReason() throws IOException {
        var run = replay(policy("lost.yaml", bound("okta:sub:bob")));
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.out())
                .contains(
                        "1  okta:sub:alice  invoke Tumor-xgb, component llama, variant blue, model m/1.tar.gz:"
                                + " granted by clinician/0 -> not_granted (no grant of the caller names the endpoint)",
                        "1 otherwise (1 caller)");
    }

    @Test
    void aGroupThatIsNotOnRecordIsNeverGuessed() throws IOException {
        var run = replay(policy("group.yaml", bound("okta:group:clinicians")), "--each");
        assertThat(run.exit()).isEqualTo(Exit.OK);
        assertThat(run.out())
                .contains(
                        "cannot tell (it depends on the caller's groups (clinicians))",
                        "one  okta:sub:alice",
                        "1 that the record cannot tell");
    }

    @Test
    void thePolicyThatDecidedTellsTheGroupThatTheCallerMustHaveHad() throws IOException {
        var was = policy("was.yaml", bound("okta:group:clinicians"));
        assertThat(replay(was, "--was", was.toString()).out()).contains("1 as recorded");
        var moved = replay(policy("moved.yaml", bound("okta:group:doctors")), "--was", was.toString());
        assertThat(moved.out()).contains("depends on the caller's groups");
        var closed = replay(policy("closed.yaml", bound("okta:sub:bob")), "--was", was.toString());
        assertThat(closed.exit()).isEqualTo(Exit.NO);
    }

    @Test
    void aPolicyThatCannotHaveDecidedSoIsTold() throws IOException {
        var same = policy("same.yaml", bound("okta:sub:alice"));
        var other = policy("other.yaml", bound("okta:sub:bob"));
        assertThat(replay(same, "--was", other.toString()).out())
                .contains("the policy given with --was does not decide so");
    }

    @Test
    void aClaimOrMediaTypeThatIsNotOnRecordIsNamed() throws IOException {
        var claims = bound("okta:sub:alice")
                .replace(
                        "actions: [invoke]",
                        "actions: [invoke]\n      when: {claims: [{claim: dept, equals: oncology}]}");
        assertThat(replay(policy("claims.yaml", claims)).out()).contains("it depends on the claim dept");
        var types = bound("okta:sub:alice")
                .replace("actions: [invoke]", "actions: [invoke]\n      when: {contentTypes: [text/csv]}");
        assertThat(replay(policy("types.yaml", types)).out()).contains("it depends on the content type");
        var was = policy("was.yaml", types);
        assertThat(replay(was, "--was", was.toString()).out()).contains("1 as recorded");
    }

    @Test
    void whatIsOnRecordDecides() throws IOException {
        var small = bound("okta:sub:alice")
                .replace("actions: [invoke]", "actions: [invoke]\n      when: {maxRequestBytes: 311}");
        assertThat(replay(policy("small.yaml", small)).out())
                .contains("-> condition_not_met (clinician/0 condition_not_met: wants that the body has at most 311");
        var network = bound("okta:sub:alice")
                .replace("actions: [invoke]", "actions: [invoke]\n      when: {sources: [203.0.113.0/24]}");
        assertThat(replay(policy("network.yaml", network)).out()).contains("1 as recorded");
        var issuer = policy("issuer.yaml", bound("okta:sub:alice"));
        Files.writeString(issuer, Files.readString(issuer).replace("okta", "entra"));
        assertThat(replay(issuer).out()).contains("-> unknown_issuer");
    }

    @Test
    void recordedDecisionsBecomeTestsThatFailWhereThePolicyDecidesOtherwise() throws IOException {
        var was = policy("was.yaml", bound("okta:group:clinicians"));
        var tests = directory.resolve("recorded.tests.yaml");
        replay(was, "--was", was.toString(), "--tests", tests.toString());
        assertThat(Cli.run("policy", "test", was.toString(), tests.toString()).out())
                .contains("1 passed");
        var lost = policy("lost.yaml", bound("okta:sub:bob"));
        replay(lost, "--was", was.toString(), "--tests", tests.toString());
        assertThat(Files.readString(tests)).contains("# decided otherwise", "not_granted");
        var run = Cli.run("policy", "test", lost.toString(), tests.toString());
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(run.out()).contains("expected granted, decided not_granted");
    }

    @Test
    void aMonthIsDecidedAsItWasAndALostGrantChangesItsCallsAlone() throws IOException, UsageUnavailableException {
        try (var out = Files.newOutputStream(log)) {
            new MadeUpMonth(new MemoryUsageStore(), out).write(1_000);
        }
        var was = Files.writeString(directory.resolve("was.yaml"), MadeUpMonth.policy());
        var same = replay(was, "--was", was.toString());
        assertThat(same.exit()).isEqualTo(Exit.OK);
        assertThat(same.out()).contains("1000 calls: 1000 as recorded, 0 otherwise (0 callers), 0 that");
        var narrower = MadeUpMonth.policy()
                .replace("  search:\n    - endpoint: llm-large\n      actions: [invoke]\n", "  search:\n");
        var less =
                replay(Files.writeString(directory.resolve("less.yaml"), narrower), "--was", was.toString(), "--each");
        var lost = less.out()
                .lines()
                .filter(line -> line.startsWith("2026-") && line.contains(" -> not_granted"))
                .toList();
        assertThat(less.exit()).isEqualTo(Exit.NO);
        assertThat(lost)
                .isNotEmpty()
                .allMatch(
                        line -> line.contains("key:search") && line.contains("invoke llm-large: granted by search/0"));
        assertThat(less.out()).contains(lost.size() + " otherwise");
        // A person of the team may be in another team's group too.
        assertThat(less.out().lines().filter(line -> line.startsWith("2026-") && line.contains("cannot tell")))
                .isNotEmpty()
                .allMatch(line -> line.contains("okta:sub:search") && line.contains("the caller's groups (fraud, "));
    }

    @Test
    void anEndpointOfAnotherRegionIsAskedForAsThePolicyNamesIt() throws IOException {
        Files.writeString(
                log,
                Files.readString(log)
                        .replace("sagemaker:us-east-1:111122223333:e", "sagemaker:eu-west-1:111122223333:e"));
        var bare = policy("bare.yaml", bound("okta:sub:alice"));
        assertThat(replay(bare).out()).contains("-> not_granted");
        var whole = bound("okta:sub:alice")
                .replace("endpoint: T", "endpoint: arn:aws:sagemaker:eu-west-1:111122223333:endpoint/T");
        assertThat(replay(policy("whole.yaml", whole)).out()).contains("1 as recorded");
    }

    @Test
    void aNameCannotWriteTestsOfItsOwn() throws IOException {
        var name = "x\\\"\\n  - name: forged";
        Files.writeString(log, Files.readString(log).replace("\"uid\":\"alice\"", "\"uid\":\"" + name + "\""));
        var tests = directory.resolve("recorded.tests.yaml");
        var policy = policy("same.yaml", bound("okta:sub:alice"));
        replay(policy, "--tests", tests.toString());
        assertThat(Files.readString(tests)).doesNotContain("\n  - name: forged");
        assertThat(Cli.run("policy", "test", policy.toString(), tests.toString())
                        .out())
                .contains("0 passed, 1 failed");
    }

    private void record(List<String> members, long revision) throws IOException {
        var event = Events.attempt("one");
        try (var out = Files.newOutputStream(log)) {
            var audit = new ChainedAuditLog(
                    out,
                    new OcsfWriter(new AuditSource("111122223333", "us-east-1", "test")),
                    Heads.NONE,
                    InstantSource.system());
            audit.write(Events.decidedFor(event, members, revision));
        }
    }

    private static final String TWO_ROLES = ROLE + """
              barred:
                - {effect: deny, endpoint: Tumor-xgb, actions: [invoke]}
            bindings:
              - {role: clinician, members: ["okta:group:clinicians"]}
              - {role: barred, members: ["okta:group:interns"]}
            """;

    @Test
    void aGroupOnRecordNeedsNoGuess() throws IOException {
        record(List.of("okta:group:clinicians"), 7);
        var same = policy("same.yaml", bound("okta:group:clinicians"));
        assertThat(replay(same).out()).contains("1 call: 1 as recorded, 0 otherwise");
        var barred = policy("barred.yaml", TWO_ROLES);
        assertThat(replay(barred).out()).contains("it depends on the caller's groups");
        assertThat(replay(barred, "--was", barred.toString()).out())
                .as("the policy that decided would have put the other group on record")
                .contains("1 as recorded, 0 otherwise");
        assertThat(replay(policy("lost.yaml", bound("okta:group:others")), "--was", barred.toString())
                        .out())
                .contains("it depends on the caller's groups");
    }

    @Test
    void aListOfGroupsThatMayBeCutIsNotTheWholeOfThem() throws IOException {
        var barred = policy("barred.yaml", TWO_ROLES);
        var was = policy("was.yaml", TWO_ROLES.replace("effect: deny, ", "").replace("[invoke]}", "[invoke-stream]}"));
        record(List.of("okta:group:clinicians"), 7);
        assertThat(replay(barred, "--was", was.toString()).out()).contains("1 as recorded");
        record(
                Stream.concat(
                                Stream.of("okta:group:clinicians"),
                                IntStream.range(0, 7).mapToObj(i -> "okta:group:g" + i))
                        .toList(),
                7);
        assertThat(replay(barred, "--was", was.toString()).out()).contains("it depends on the caller's groups");
    }

    @Test
    void eachRevisionMayHaveItsOwnPolicy() throws IOException {
        record(List.of("okta:group:clinicians"), 7);
        var right = policy("right.yaml", bound("okta:group:clinicians"));
        var wrong = policy("wrong.yaml", bound("okta:sub:bob"));
        assertThat(replay(right, "--was", "7=" + right, "--was", "8=" + wrong).out())
                .contains("1 as recorded");
        assertThat(replay(right, "--was", "7=" + wrong, "--was", "8=" + right).out())
                .contains("the policy given with --was does not decide so");
        assertThat(replay(right, "--was", wrong.toString(), "--was", right.toString())
                        .out())
                .contains("1 as recorded");
    }

    @Test
    void aDenyInShadowIsToldAndChangesNothing() throws IOException {
        record(List.of("okta:sub:alice"), 7);
        var shadow = policy(
                "shadow.yaml",
                bound("okta:sub:alice")
                        .replace(
                                "bindings:",
                                "    - {effect: deny, endpoint: Tumor-xgb, actions: [invoke], enforce: shadow}\nbindings:"));
        var run = replay(shadow);
        assertThat(run.exit()).isEqualTo(Exit.OK);
        assertThat(run.out()).contains("would be denied in shadow by clinician/1", "1 as recorded, 0 otherwise");
    }
}
