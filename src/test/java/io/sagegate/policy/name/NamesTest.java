package io.sagegate.policy.name;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.policy.Scalars;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://inputs/",
                "s3://inputs/a",
                "s3://in.puts-1/a/b.json",
                "s3://inputs/my notes/a b.json",
                "s3://inputs/a/..b/c.."
            })
    void objectsAndPrefixesArePlaces(String place) {
        assertThat(Names.isS3Place(place)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "s3://inputs",
                "s3://Inputs/a",
                "s3://-inputs/a",
                "S3://inputs/a",
                "https://inputs/a",
                "s3://inputs/../other/a",
                "s3://inputs/a/../b",
                "s3://inputs/a/./b",
                "s3://inputs/a/..",
                "s3://inputs/a/.",
                "s3://inputs/a  b",
                "s3://inputs/ a",
                "s3://inputs/a ",
                "s3://inputs/a/ b",
                "s3://in puts/a",
                "s3://ab/a",
                "s3://inputs/a%2e%2e",
                "s3://inputs/*",
                "s3://inputs/a?versionId=1",
                "s3://inputs/a#b",
                "s3://inputs/a\\b",
                "s3://inputs/a\nb"
            })
    void requirement14WhatOthersResolveDecodeOrExpandIsNoPlace(String place) {
        assertThat(Names.isS3Place(place)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "s3://ab/a, '\"ab\" is not a bucket name: 3 to 63'",
        "s3://Inputs/a, '\"Inputs\" is not a bucket name'",
        "s3://inputs/notes/*, 'write \"s3://inputs/notes/\"'",
        "https://inputs/a, is not an s3:// object"
    })
    void aTextThatIsNoPlaceIsToldWhy(String text, String why) {
        assertThat(Names.notPlace(text)).contains(why);
    }

    @Test
    void aTargetModelIsPrintableAndBounded() {
        assertThat(Names.isTargetModel("models/a b.tar.gz")).isTrue();
        assertThat(Names.isTargetModel("m".repeat(1_024))).isTrue();
        assertThat(Names.isTargetModel("m".repeat(1_025))).isFalse();
        assertThat(Names.isTargetModel("")).isFalse();
        assertThat(Names.isTargetModel(" a")).isFalse();
        assertThat(Names.isTargetModel("a\r\nx: y")).isFalse();
    }

    @Test
    void wildcardsAreFoundInAnyPlace() {
        assertThat(Names.hasWildcard("*a")).isTrue();
        assertThat(Names.hasWildcard("?a")).isTrue();
        assertThat(Names.hasWildcard("a*")).isTrue();
        assertThat(Names.hasWildcard("a.b")).isFalse();
    }

    @Test
    void numbersAreEqualByValueAndNothingElseAcrossTypes() {
        assertThat(Scalars.areEqual(1L, new BigDecimal("1.0"))).isTrue();
        assertThat(Scalars.areEqual(1L, 2L)).isFalse();
        assertThat(Scalars.areEqual(1L, "1")).isFalse();
        assertThat(Scalars.areEqual("1", 1L)).isFalse();
        assertThat(Scalars.areEqual(true, "true")).isFalse();
        assertThat(Scalars.areEqual("a", null)).isFalse();
        assertThat(Scalars.isScalar("a")).isTrue();
        assertThat(Scalars.isScalar(1L)).isTrue();
        assertThat(Scalars.isScalar(false)).isTrue();
        assertThat(Scalars.isScalar(null)).isFalse();
        assertThat(Scalars.isScalar(java.util.List.of())).isFalse();
    }
}
