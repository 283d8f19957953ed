package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sagegate.identity.ClaimRules;
import io.sagegate.identity.ClaimRules.GroupsFormat;
import io.sagegate.identity.TrustedIssuer;
import io.sagegate.json.Json;
import io.sagegate.json.JsonException;
import io.sagegate.json.JsonLimits;
import io.sagegate.policy.Grant;
import io.sagegate.policy.ModelRoute;
import io.sagegate.policy.ModelRoutes;
import io.sagegate.policy.Target;
import io.sagegate.policy.obligation.JsonPath;
import io.sagegate.policy.obligation.Masking;
import io.sagegate.policy.obligation.Selection;
import io.sagegate.policy.obligation.SensitiveKind;
import io.sagegate.policy.obligation.Shadow;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Each member of a rule is read as it is written, and no unknown one is passed over.
final class WholeReadingTest {
    private static PolicyNode node(String text) throws JsonException {
        return new PolicyNode(
                Json.read(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8), JsonLimits.BODY), "here");
    }

    private static Optional<JsonPath> path(String text) {
        return JsonPath.of(text);
    }

    @Test
    void everyMemberOfAGuardIsRead() throws Exception {
        var guard = ObligationReader.guard("g", node("""
                {'maxPromptCharacters': 5, 'deny': ['rm -rf'], 'allow': ['[a-z]+', '[0-9]+'], 'prompts': ['$.q', '$.r'],
                 'schema': {'type': 'object'}, 'enforce': {'shadow': true, 'header': true, 'review': '2027-01-31'}}
                """));
        assertThat(guard.name()).isEqualTo("g");
        assertThat(guard.maxPromptCharacters()).isEqualTo(5);
        assertThat(guard.deny()).singleElement().satisfies(deny -> {
            assertThat(deny.matcher("rm\t\n-rf").matches()).isTrue();
            assertThat(deny.matcher("rm-rf").matches()).isFalse();
        });
        assertThat(guard.allow()).extracting(Object::toString).containsExactly("[a-z]+", "[0-9]+");
        assertThat(guard.prompts())
                .containsExactly(path("$.q").orElseThrow(), path("$.r").orElseThrow());
        assertThat(guard.schema()).isPresent();
        assertThat(guard.shadow()).contains(new Shadow(true, Optional.of(LocalDate.of(2027, 1, 31))));
        assertThat(guard.readsBodies()).isTrue();
        assertThat(guard.readsTexts()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{'maxPromptCharacters': 5}; true",
                "{'deny': ['a']}; true",
                "{'allow': ['a']}; true",
                "{'schema': {'type': 'object'}}; false"
            })
    void aGuardReadsTextsOnlyIfItJudgesThem(String rules, boolean texts) throws Exception {
        var guard = ObligationReader.guard("g", node(rules));
        assertThat(guard.readsTexts()).isEqualTo(texts);
        assertThat(guard.readsBodies()).isTrue();
        assertThat(guard.prompts()).isNotEmpty();
        assertThat(guard.shadow()).isEmpty();
    }

    @Test
    void everyMemberOfAFilterIsRead() throws Exception {
        var rules = ObligationReader.filter("f", node("""
                [{'contentTypes': ['Application/JSON', 'text/csv']}, {'maxBytes': 9}, {'maxBytes': 7}, {'maxBytes': 8},
                 {'drop': '$.debug'}, {'keep': ['$.a', '$.b']},
                 {'mask': ['card', 'email'], 'with': 'XX'}, {'mask': ['iban']},
                 {'pattern': 'id-[0-9]+'}, {'pattern': 'k[0-9]', 'with': '', 'maxLength': 2},
                 {'deltas': ['piece']}, {'whole': ['code']}]
                """));
        assertThat(rules.name()).isEqualTo("f");
        assertThat(rules.contentTypes()).containsExactlyInAnyOrder("application/json", "text/csv");
        assertThat(rules.maxBytes()).isEqualTo(7);
        assertThat(rules.selections())
                .containsExactly(
                        new Selection.Drop(List.of(path("$.debug").orElseThrow())),
                        new Selection.Keep(
                                List.of(path("$.a").orElseThrow(), path("$.b").orElseThrow())));
        assertThat(rules.maskings().subList(0, 2))
                .containsExactly(
                        new Masking.Kinds(Set.of(SensitiveKind.CARD, SensitiveKind.EMAIL), Optional.of("XX")),
                        new Masking.Kinds(Set.of(SensitiveKind.IBAN), Optional.empty()));
        assertThat(rules.maskings().subList(2, 4))
                .extracting(Object::toString)
                .containsExactly(
                        "Custom[pattern=id-[0-9]+, with=[masked], maxLength=128]",
                        "Custom[pattern=k[0-9], with=, maxLength=2]");
        assertThat(rules.deltas()).contains("piece", "content");
        assertThat(rules.wholes()).contains("code", "id");
    }

    @Test
    void rulesInShadowAreApartFromThoseInForce() throws Exception {
        var rules = node("""
                [{'maxBytes': 9}, {'maxBytes': 5, 'enforce': 'shadow'}, {'drop': '$.a', 'enforce': {'shadow': true, 'header': true}},
                 {'deltas': ['piece']}]
                """);
        var inForce = FilterReader.inForce("f", rules);
        var shadow = FilterReader.inShadow("f", rules).orElseThrow();
        assertThat(inForce.maxBytes()).isEqualTo(9);
        assertThat(inForce.selections()).isEmpty();
        assertThat(shadow.rules().maxBytes()).isEqualTo(5);
        assertThat(shadow.rules().selections()).hasSize(1);
        assertThat(shadow.shadow().told()).isTrue();
        assertThat(List.of(inForce, shadow.rules()))
                .allSatisfy(each -> assertThat(each.deltas()).contains("piece"));
        assertThat(FilterReader.inShadow("f", node("[{'maxBytes': 9}, {'whole': ['code']}]")))
                .isEmpty();
        assertThat(FilterReader.inShadow("f", node("[{'maxBytes': 9, 'enforce': 'shadow'}]"))
                        .orElseThrow()
                        .shadow()
                        .told())
                .isFalse();
    }

    @Test
    void everyMemberOfAnIssuerIsRead() throws Exception {
        var issuers = PolicyReader.issuers(node("""
                [{'name': 'corp', 'issuer': 'https://corp.example', 'audiences': ['gate', 'door'], 'algorithms': ['ES256', 'RS384'],
                  'accessTokensOnly': true, 'jwksUri': 'https://corp.example/keys', 'clockSkewSeconds': 7,
                  'audienceClaim': 'cid', 'subject': 'uid', 'groups': 'teams', 'groupsFormat': 'scope', 'groupsRequired': true,
                  'tags': {'cost': 'centre'}}]
                """));
        assertThat(issuers)
                .containsExactly(new TrustedIssuer(
                        "corp",
                        "https://corp.example",
                        Set.of("gate", "door"),
                        Set.of("ES256", "RS384"),
                        new ClaimRules(
                                "cid",
                                List.of("uid"),
                                List.of("teams"),
                                GroupsFormat.SCOPE,
                                true,
                                Map.of(),
                                Map.of("cost", List.of("centre"))),
                        true,
                        Optional.of(URI.create("https://corp.example/keys")),
                        Duration.ofSeconds(7)));
    }

    @Test
    void everyMemberOfAModelIsRead() throws Exception {
        var models = ModelReader.models(node("""
                {'m': {'routes': [{'endpoint': 'a', 'variant': 'blue', 'weight': 3},
                                  {'endpoint': 'b', 'component': 'part', 'containerModel': ''}],
                       'fallbacks': [{'endpoint': 'c', 'targetModel': 'x.tar', 'container': 'box', 'containerModel': 'y'}],
                       'operations': ['chat']}}
                """));
        var none = Optional.<String>empty();
        assertThat(models)
                .containsExactly(Map.entry(
                        "m",
                        new ModelRoutes(
                                "m",
                                List.of(
                                        new ModelRoute(new Target("a", Optional.of("blue"), none, none, none), 3, none),
                                        new ModelRoute(
                                                new Target("b", none, Optional.of("part"), none, none),
                                                1,
                                                Optional.of(""))),
                                List.of(new ModelRoute(
                                        new Target("c", none, none, Optional.of("x.tar"), Optional.of("box")),
                                        0,
                                        Optional.of("y"))),
                                Set.of("chat"),
                                false)));
    }

    /// A rule whose restriction is misspelt would else allow more than its author meant.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "'when': {'sources': ['10.0.0.0/8'], 'hour': {}}; when.hour",
                "'when': {'hours': {'from': '08:00', 'to': '17:00', 'zone': 'UTC', 'day': ['mon']}}; when.hours.day",
                "'when': {'claims': [{'claim': 'a', 'equals': 'b', 'oneof': ['c']}]}; when.claims[0].oneof",
                "'limits': [{'limit': '5 requests per second', 'skope': 'role'}]; limits[0].skope",
                "'limits': ['5 requests per second burst 5 reserve']; limits[0]",
                "'filter': {'name': 'f', 'rules': [{'maxBytes': 5, 'with': 'x'}]}; filter.rules[0].with",
                "'guard': {'name': 'g', 'rules': {'maxPromptCharacters': 5, 'denies': ['a']}}; guard.rules.denies"
            })
    void anUnknownMemberIsNotPassedOver(String member, String place) {
        var grant = "{'endpoint': 'e', 'actions': ['invoke'], " + member + "}";
        assertThatThrownBy(() -> PolicyReader.grant("r/0", node(grant)))
                .isInstanceOfSatisfying(
                        PolicySyntaxException.class, e -> assertThat(e.path()).isEqualTo("here." + place));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'s3Inputs': ['s3://bucket/a/']",
                "'customAttributes': true",
                "'limits': ['5 requests per second']",
                "'filter': {'name': 'f', 'rules': [{'maxBytes': 5}]}",
                "'guard': {'name': 'g', 'rules': {'maxPromptCharacters': 5}}"
            })
    void aDenyHasNoMemberOfGrantsThatAllow(String member) throws Exception {
        var rest = "'endpoint': 'e', 'actions': ['invoke', 'invoke-async'], " + member + "}";
        assertThat(PolicyReader.grant("r/0", node("{" + rest)).effect()).isEqualTo(Grant.Effect.ALLOW);
        assertThatThrownBy(() -> PolicyReader.grant("r/0", node("{'effect': 'deny', " + rest)))
                .isInstanceOfSatisfying(
                        PolicySyntaxException.class,
                        e -> assertThat(e.path()).isEqualTo("here." + member.substring(1, member.indexOf(':') - 1)));
    }

    @Test
    void placesOfInputsAreReadAsTheyAre() throws Exception {
        var grant = PolicyReader.grant(
                "r/0",
                node("{'endpoint': 'e', 'actions': ['invoke-async'], 's3Inputs': ['s3://bucket/a/', 's3://other/b']}"));
        assertThat(grant.s3Inputs()).containsExactlyInAnyOrder("s3://bucket/a/", "s3://other/b");
    }
}
