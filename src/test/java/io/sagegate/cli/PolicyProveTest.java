package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.cli.console.Exit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `sagegate policy prove`: sentences over a file, and the printed call is decided as it says.
final class PolicyProveTest {
    private static final String POLICY = """
            issuers:
              - name: okta
                issuer: https://acme.okta.com
                audiences: [api]
                groupsRequired: true
            roles:
              analyst:
                - {endpoint: fraud-xgb, actions: [invoke, invoke-stream]}
              contractor:
                - endpoint: fraud-xgb
                  actions: [invoke]
                  variants: [blue, green]
                  when:
                    sources: ["2001:db8:17::/48", 10.0.0.0/8]
                    hours: {from: "22:00", to: "02:00", zone: Europe/Vienna, days: [sat]}
                    claims: [{claim: [realm, level], oneOf: [3, 4]}, {claim: name, equals: O'Neil}]
                    maxRequestBytes: 1000
                    contentTypes: [text/csv]
              frozen:
                - {endpoint: fraud-xgb, actions: [invoke-stream], effect: deny}
            bindings:
              - {role: analyst, members: [okta:group:fraud-team, key:batch, okta:sub:somebody]}
              - {role: contractor, members: [okta:group:contractors]}
              - {role: frozen, members: [okta:group:interns]}
            """;

    @TempDir
    private Path directory;

    private String file = "";

    @BeforeEach
    void writeThePolicy() throws IOException {
        file = Files.writeString(directory.resolve("policy.yaml"), POLICY).toString();
    }

    private Cli prove(String sentence) {
        return Cli.run("policy", "prove", sentence, "-f", file);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "okta:group:fraud-team reaches fraud-xgb",
                "okta:group:contractors reaches fraud-xgb by invoke",
                "okta:group:contractors never reaches fraud-xgb by invoke-async",
                "okta:group:interns never reaches fraud-xgb for streaming",
                "key:other never reaches fraud-xgb",
                "nobody reaches fraud-llm",
                "nobody but okta:group:fraud-team, key:batch and okta:sub:somebody reaches fraud-xgb for streaming",
                "Only okta:group:fraud-team and okta:group:contractors and key:batch and okta:sub:somebody reach fraud-xgb."
            })
    void whatHoldsIsProved(String sentence) {
        assertThat(prove(sentence).exit()).as(prove(sentence).out()).isEqualTo(Exit.OK);
    }

    /// The exit code is the one of the printed command, which shows why not.
    @ParameterizedTest
    @CsvSource({
        "nobody but okta:group:fraud-team reaches fraud-xgb, 0",
        "nobody reaches fraud-xgb, 0",
        "'only okta:group:fraud-team, key:batch and okta:sub:somebody reach fraud-xgb', 0",
        "okta:group:interns never reaches fraud-xgb, 0",
        "okta:group:interns reaches fraud-xgb, 1",
        "okta:group:contractors reaches fraud-xgb for streaming, 1",
    })
    void whatDoesNotHoldIsShownByACallThatExplainDecidesSo(String sentence, int decided) {
        var run = prove(sentence);
        assertThat(run.exit()).isEqualTo(Exit.NO);
        assertThat(explained(run).exit()).as(run.out()).isEqualTo(decided);
    }

    private static Cli explained(Cli run) {
        var command = run.out()
                .lines()
                .filter(line -> line.contains("sagegate policy explain"))
                .findFirst()
                .orElseThrow();
        var words = PrintedCommand.words(command.strip().replace("'\\''", "\u2019"));
        return Cli.run(
                words.stream().skip(1).map(word -> word.replace('\u2019', '\'')).toArray(String[]::new));
    }

    @Test
    void theCallOfSomebodyWhoReachesIsShownWithAllThatItTakes() {
        var run = prove("okta:group:contractors reaches fraud-xgb");
        assertThat(run.out())
                .contains(
                        "--as okta:sub:somebody-2 --group contractors",
                        "--variant blue",
                        "--source-ip ",
                        "--content-type text/csv",
                        "--at ");
        assertThat(explained(run).exit()).as(run.out()).isEqualTo(Exit.OK);
    }

    @Test
    void namesThatThePolicyDoesNotKnowAreTold() {
        assertThat(prove("okta:group:interms never reaches fraud-xbg").out())
                .contains("yes", "no grant that is bound names fraud-xbg", "no binding names okta:group:interms");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "everybody reaches fraud-xgb",
                "nobody never reaches fraud-xgb",
                "okta:group:x reaches fraud-xgb by mistake",
                "okta:group:x reaches fraud-xgb tomorrow",
                "nobody but okta reaches fraud-xgb",
                ""
            })
    void anythingElseIsRefusedWithTheFormsThatAreUnderstood(String sentence) {
        var run = prove(sentence);
        assertThat(run.exit()).isEqualTo(Exit.USAGE);
        assertThat(run.err()).contains("nobody but MEMBER [and MEMBER...] reaches ENDPOINT");
    }
}
