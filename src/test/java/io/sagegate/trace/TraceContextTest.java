package io.sagegate.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.http.Headers;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {
    private static final String THEIRS = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00-" + THEIRS + "-00f067aa0ba902b7-";
    private static final String ROOT = "1-5759e988-bd862e3fe1be46a994272793";
    private static final String XRAY = "Root=" + ROOT + ";Parent=53995c3f42cd8ad8;Sampled=0";
    private static final String SPAN = "00f067aa0ba902b8";

    private static String going(String xray, String... headers) {
        return TraceContext.of(xray, Headers.of(headers)).traceParent(SPAN);
    }

    private static String state(String... values) {
        var headers = new Headers.Builder().add("traceparent", PARENT + "01");
        for (var value : values) {
            headers.add("tracestate", value);
        }
        return TraceContext.of(XRAY, headers.build()).state().header(10_000);
    }

    @ParameterizedTest
    @CsvSource({
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00,00",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01,01",
        // Level 2's random flag goes on; flags that nobody knows do not.
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03,03",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-fd,01",
        // Later versions may say more, after another dash.
        "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-03,01",
        "cc-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-what-the-future-brings,01",
        "'  00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01 ',01",
    })
    void aValidTraceParentGoesOnUnderANewSpan(String given, String flags) {
        assertThat(going(XRAY, "traceparent", given)).isEqualTo("00-" + THEIRS + "-" + SPAN + "-" + flags);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e47367-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-0x",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
                "01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01.more",
                "0-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01,"
                        + " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            })
    void anInvalidTraceParentIsIgnoredAndItsStateWithIt(String given) {
        var context = TraceContext.of(XRAY, Headers.of("traceparent", given, "tracestate", "a=b"));
        assertThat(context.traceParent(SPAN)).isEqualTo("00-5759e988bd862e3fe1be46a994272793-" + SPAN + "-00");
        assertThat(context.state().members()).isEmpty();
    }

    @Test
    void anOverLongTraceParentIsIgnored() {
        assertThat(going(XRAY, "traceparent", "01" + PARENT.substring(2) + "01-" + "a".repeat(300)))
                .doesNotContain(THEIRS);
    }

    @Test
    void ofTwoTraceParentsNoneIsTaken() {
        assertThat(going(XRAY, "traceparent", PARENT + "01", "traceparent", PARENT + "01"))
                .doesNotContain(THEIRS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Root=1-5759e988-bd862e3fe1be46a99427279",
                "Root=1-5759E988-BD862E3FE1BE46A994272793",
                "Root=1-00000000-000000000000000000000000;Parent=53995c3f42cd8ad8;Sampled=1",
                ";;;===",
            })
    void withoutAnyTraceAFreshOneBegins(String xray) {
        var one = TraceContext.of(xray, Headers.none());
        var other = TraceContext.of(xray, Headers.none());
        assertThat(one.trace().traceId()).matches("[0-9a-f]{32}").isNotEqualTo("0".repeat(32));
        assertThat(one.trace().traceId()).isNotEqualTo(other.trace().traceId());
        assertThat(one.answer("r").has("x-amzn-trace-id")).isFalse();
        assertThat(one.answer("r").first("traceparent").orElseThrow())
                .contains(one.trace().traceId());
    }

    @ParameterizedTest
    @CsvSource({
        "Sampled=1,,01,1",
        "Sampled=0,,00,0",
        "Sampled=?,,00,0",
        // Either trace's wish to record is kept, each in its own header.
        "Sampled=0,01,01,0",
        "Sampled=1,00,01,1",
        "Sampled=0,00,00,0",
    })
    void samplingIsHonoured(String xray, String caller, String flags, String answered) {
        var headers = caller == null ? Headers.none() : Headers.of("traceparent", PARENT + caller);
        var context = TraceContext.of("Root=" + ROOT + ";Parent=53995c3f42cd8ad8;" + xray, headers);
        assertThat(context.traceParent(SPAN)).endsWith("-" + flags);
        assertThat(context.sampled()).isEqualTo(answered.equals("1"));
        assertThat(context.answer("r").first("x-amzn-trace-id"))
                .hasValueSatisfying(value ->
                        assertThat(value).startsWith("Root=" + ROOT + ";").endsWith(";Sampled=" + answered));
    }

    @Test
    void theStateOfAllFieldsIsOneList() {
        assertThat(state("rojo=00f067aa0ba902b7 , congo=t61rcWkgMzE", ",", "tenant@system=a b%c"))
                .isEqualTo("rojo=00f067aa0ba902b7,congo=t61rcWkgMzE,tenant@system=a b%c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "novalue",
                "a=b=c",
                "A=b",
                "=b",
                "a=",
                "a=b,a=c",
                "a=\u00e9",
                "a=b\r\nset-cookie: x=1",
                "a b=c",
                "-a=b",
                "good=1,bad",
            })
    void aMalformedStateIsDroppedAsAWhole(String given) {
        assertThat(state(given)).isEmpty();
    }

    @Test
    void aStateHasAtMost32MembersWithKeysAndValuesOf256() {
        var most = IntStream.range(0, 32).mapToObj(i -> "k" + i + "=v").collect(Collectors.joining(","));
        assertThat(state(most)).isEqualTo(most);
        assertThat(state(most + ",one=more")).isEmpty();
        assertThat(state("k".repeat(256) + "=" + "v".repeat(256))).hasSize(513);
        assertThat(state("k".repeat(257) + "=v")).isEmpty();
        assertThat(state("k=" + "v".repeat(257))).isEmpty();
        assertThat(state("k=v" + " ".repeat(9_000))).isEmpty();
    }

    @Test
    void whereRoomIsShortLongMembersGoFirstAndThenTheLast() {
        var state = new TraceState(List.of("long=" + "x".repeat(130), "a=1", "b=2", "c=3"));
        assertThat(state.header(1_000)).startsWith("long=");
        assertThat(state.header(100)).isEqualTo("a=1,b=2,c=3");
        assertThat(state.header(8)).isEqualTo("a=1,b=2");
        assertThat(state.header(2)).isEmpty();
        assertThat(state.attribute(9)).isEqualTo("a=1%2Cb=2");
    }
}
