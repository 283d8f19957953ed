package io.sagegate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import io.sagegate.cli.console.Finding;
import io.sagegate.cli.console.InvalidPolicyException;
import io.sagegate.cli.policy.document.PolicyCompiler;
import io.sagegate.cli.policy.document.PolicyDocument;
import io.sagegate.policy.obligation.SensitiveKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

final class PolicySchemaTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern YAML_BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final JsonSchema SCHEMA = schema();

    private static final String FULL = """
            issuers:
              - {name: okta, issuer: https://acme.okta.com, audiences: [a], algorithms: [RS256]}
            roles:
              r:
                - endpoint: llm
                  actions: [invoke]
                  variants: [blue]
                  assumeRole: arn:aws:iam::111122223333:role/X
                  limits: [100 requests per minute, {limit: 5 USD per day at 1 USD per call, notify: [50%, 100%]}, {limit: 50 requests per minute, enforce: shadow}]
                  counting: {bounds: [generation.max_len], mediaTokens: 1500, askUsage: false}
                  expires: 2027-01-31T18:00:00Z
                  filter: f
                  guard: g
                  when:
                    sources: [10.0.0.0/8]
                    hours: {from: "08:00", to: "24:00", zone: UTC, days: [mon]}
                    claims: [{claim: a, equals: b}]
                    maxRequestBytes: 5
                    contentTypes: [text/csv]
                - {effect: deny, endpoint: llm, actions: [invoke-stream], variants: [green], enforce: {shadow: true, review: 2027-01-31}}
            bindings:
              - {role: r, members: [okta:sub:a], expires: 2027-01-31T18:00:00+01:00}
            filters:
              f:
                - contentTypes: [application/json]
                - maxBytes: 9
                - drop: [$.debug]
                - keep: $.choices
                - {mask: [card], with: '***'}
                - {mask: [email], enforce: {shadow: true, header: false}}
                - {pattern: 'ACME-[0-9]+', maxLength: 16}
                - deltas: [spoken]
                - whole: [ticket]
            guards:
              g:
                maxPromptCharacters: 8000
                enforce: shadow
                deny: [secret]
                allow: ['.+']
                prompts: [$.q]
                schema: {type: object, required: [q], properties: {q: {type: [string, 'null'], maxLength: 50}}}
            """;

    private static JsonSchema schema() {
        try {
            return JsonSchemaFactory.getInstance(VersionFlag.V202012)
                    .getSchema(Files.readString(Path.of("docs", "policy.schema.json")));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static Set<ValidationMessage> validate(String yaml) throws InvalidPolicyException {
        return SCHEMA.validate(
                JSON.valueToTree(PolicyDocument.parse("test", yaml).root().value()));
    }

    /// Before the examples expire.
    private static final InstantSource WRITTEN = InstantSource.fixed(Instant.parse("2026-11-01T00:00:00Z"));

    private static Stream<String> examples() throws IOException {
        var cookbook = YAML_BLOCK
                .matcher(Files.readString(Path.of("docs", "policy.md")))
                .results()
                .map(block -> block.group(1))
                .filter(block -> !block.startsWith("tests:"));
        var local = Files.readString(Path.of("src", "local", "resources", "policy.yaml"))
                .replace("${issuer}", "http://127.0.0.1:1/issuer");
        return Stream.concat(Stream.of(FULL, local), cookbook);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleSatisfiesTheSchemaAndTheCheck(String yaml) throws InvalidPolicyException {
        assertThat(validate(yaml)).isEmpty();
        assertThat(PolicyCompiler.compile(PolicyDocument.parse("test", yaml), WRITTEN)
                        .findings())
                .extracting(Finding::text)
                .isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            endpoint: llm               | endpoint: 'llm*'
            endpoint: llm               | endpoint: -llm
            endpoint: llm               | endpont: llm
            actions: [invoke]           | actions: [all]
            actions: [invoke]           | actions: []
            variants: [blue]            | variants: ['*']
            actions: [invoke]           | {effect: deny, actions: [invoke]}
            role/X                      | role/*
            okta:sub:a                  | okta
            okta:sub:a                  | okta:sub:*
            algorithms: [RS256]         | algorithms: [HS256]
            audiences: [a]              | audiences: []
            from: "08:00"               | from: "8:00"
            days: [mon]                 | days: [monday]
            equals: b                   | is: b
            maxRequestBytes: 5          | maxRequestBytes: -5
            mediaTokens: 1500           | mediaTokens: 0
            generation.max_len          | generation.*
            askUsage: false             | askUsage: never
            askUsage: false             | guessUsage: false
            contentTypes: [text/csv]    | contentTypes: ['text/*']
            2027-01-31T18:00:00Z        | 2027-01-31
            bindings:                   | binding:
            enforce: shadow             | enforce: off
            {shadow: true, header       | {shadow: false, header
            review: 2027-01-31          | review: 31.01.2027
            effect: deny, endpoint      | effect: allow, endpoint
            mask: [card]                | mask: [cards]
            mask: [card]                | mask: []
            with: '***'                 | with: 'a,b'
            - maxBytes: 9               | - {maxBytes: 9, drop: $.a}
            maxBytes: 9                 | maxBytes: 0
            drop: [$.debug]             | drop: [debug]
            drop: [$.debug]             | dropp: [$.debug]
            keep: $.choices             | keep: []
            maxLength: 16               | maxLength: 5000
            deltas: [spoken]            | deltas: [spoken, spoken]
            maxPromptCharacters: 8000   | maxPromptCharacters: 0
            deny: [secret]              | denies: [secret]
            prompts: [$.q]              | prompts: [q]
            {type: object               | {type: objekt
            required: [q]               | requires: [q]
            maxLength: 50               | maxLength: 1.5
            """)
    void whatTheCheckRefusesTheSchemaRefusesToo(String from, String to) throws InvalidPolicyException {
        var yaml = to.startsWith("{effect")
                ? FULL.replace("actions: [invoke]", "actions: [invoke]\n      effect: deny")
                : FULL.replaceFirst(Pattern.quote(from), to.replace("$", "\\$"));
        assertThat(yaml).isNotEqualTo(FULL);
        assertThat(validate(yaml)).isNotEmpty();
        assertThat(PolicyCompiler.compile(PolicyDocument.parse("test", yaml)).isSound())
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(SensitiveKind.class)
    void theSchemaKnowsEveryKindThatCanBeMasked(SensitiveKind kind) throws InvalidPolicyException {
        assertThat(validate(FULL.replace("mask: [card]", "mask: [" + kind.code() + "]")))
                .isEmpty();
    }

    @Test
    void theSchemaAsksForRolesToBeLists() throws InvalidPolicyException {
        assertThat(validate("roles: {r: {endpoint: llm}}")).isNotEmpty();
        assertThat(List.copyOf(validate("roles: {}"))).isEmpty();
    }
}
