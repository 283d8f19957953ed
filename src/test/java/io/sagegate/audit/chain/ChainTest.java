package io.sagegate.audit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.audit.Events;
import io.sagegate.audit.chain.ChainReport.Finding;
import io.sagegate.audit.chain.ChainReport.Kind;
import io.sagegate.audit.ocsf.AuditSource;
import io.sagegate.audit.ocsf.OcsfWriter;
import io.sagegate.kit.Deadline;
import io.sagegate.kit.Sha256;
import io.sagegate.limits.TickingClock;
import io.sagegate.reason.Reason;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChainTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Events.TIME);
    private static final int SEEDS = 40;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final List<ChainHead> heads = Collections.synchronizedList(new ArrayList<>());
    private final ChainedAuditLog log = log(out, 5);

    private ChainedAuditLog log(OutputStream to, int every) {
        var source = new AuditSource("111122223333", "us-east-1", "0.1.0");
        return new ChainedAuditLog(
                to,
                new OcsfWriter(source),
                new ChainedAuditLog.Heads((head, _) -> heads.add(head), every, Duration.ofDays(1)),
                CLOCK);
    }

    /// Each request has an attempt and a completion.
    private List<String> lines(int requests) {
        for (var i = 0; i < requests; i++) {
            log.write(Events.attempt("req-" + i));
            log.write(Events.completion("req-" + i, Reason.GRANTED));
        }
        return new ArrayList<>(out.toString(StandardCharsets.US_ASCII).lines().toList());
    }

    private static ChainReport verify(List<String> lines, List<ChainHead> heads) {
        var verifier = new ChainVerifier();
        heads.forEach(verifier::expect);
        try {
            verifier.read(
                    "log", new ByteArrayInputStream(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return verifier.finish();
    }

    private static List<Finding> tampering(List<String> lines) {
        return verify(lines, List.of()).findings().stream()
                .filter(finding -> finding.kind().isTampering())
                .toList();
    }

    private static String rehashed(String line) {
        var covered = line.substring(0, line.lastIndexOf(",\"hash\":"));
        var hash = Sha256.digest().digest(covered.getBytes(StandardCharsets.UTF_8));
        return covered + ",\"hash\":\"" + HexFormat.of().formatHex(hash) + "\"}}}";
    }

    @Test
    void anUntouchedRecordIsIntactAmongOtherLines() {
        var lines = lines(20);
        lines.add(3, "INFO something else");
        lines.add(9, "{\"_aws\":{}}");
        lines.set(5, "2026-11-23T10:15:30.123Z " + lines.get(5));
        var report = verify(lines, heads);
        assertThat(report.findings()).isEmpty();
        assertThat(report.intact()).isTrue();
        assertThat(report.lines()).isEqualTo(40);
        assertThat(heads).isNotEmpty();
    }

    @Test
    void theFirstLineHasNumberZeroAndNoPredecessor() {
        assertThat(lines(1).getFirst()).contains("\"sequence\":0,\"previous\":\"" + "0".repeat(64) + "\"");
    }

    @Test
    void anAlteredByteAnywhereIsFoundAtItsLine() {
        var original = lines(12);
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var at = random.nextInt(original.size());
            var line = new StringBuilder(original.get(at));
            var start = "{\"class_uid\":6003,".length();
            var end = line.lastIndexOf(",\"chain\":");
            var index = start + random.nextInt(end - start);
            line.setCharAt(index, line.charAt(index) == '7' ? '8' : '7');
            var lines = new ArrayList<>(original);
            lines.set(at, line.toString());
            assertThat(tampering(lines)).as("seed " + seed).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Kind.ALTERED);
                assertThat(finding.line()).isEqualTo(at + 1L);
                assertThat(finding.from()).isEqualTo(at);
            });
        }
    }

    @Test
    void anAlteredLineWithARecomputedHashIsFoundAtItsLine() {
        var original = lines(12);
        for (var seed = 0; seed < SEEDS; seed++) {
            var at = new Random(seed).nextInt(original.size() - 1);
            var lines = new ArrayList<>(original);
            lines.set(at, rehashed(lines.get(at).replace("alice", "mallory")));
            assertThat(tampering(lines)).as("seed " + seed).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Kind.ALTERED);
                assertThat(finding.line()).isEqualTo(at + 1L);
            });
        }
    }

    @Test
    void removedLinesAreFoundByTheirNumbers() {
        var original = lines(12);
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var from = 1 + random.nextInt(original.size() - 4);
            var to = from + random.nextInt(3);
            var lines = new ArrayList<>(original);
            lines.subList(from, to + 1).clear();
            assertThat(tampering(lines)).as("seed " + seed).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Kind.REMOVED);
                assertThat(finding.from()).isEqualTo(from);
                assertThat(finding.to()).isEqualTo(to);
                assertThat(finding.line()).isEqualTo(from + 1L);
            });
        }
    }

    @Test
    void missingFirstLinesAreFound() {
        var lines = lines(4);
        assertThat(tampering(lines.subList(3, lines.size()))).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.BEGINS_LATE);
            assertThat(finding.to()).isEqualTo(2);
        });
    }

    @Test
    void aMovedLineIsFound() {
        var original = lines(12);
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var from = random.nextInt(original.size() - 3);
            var to = from + 1 + random.nextInt(original.size() - from - 1);
            var lines = new ArrayList<>(original);
            lines.add(to, lines.remove(from));
            assertThat(tampering(lines)).as("seed " + seed).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Kind.REORDERED);
                assertThat(finding.line()).isEqualTo(to + 1L);
                assertThat(finding.from()).isEqualTo(from);
            });
        }
    }

    @Test
    void aMovedLineThatWasAlteredTooIsFoundToBeBoth() {
        var original = lines(12);
        for (var at : List.of(3, 0)) {
            var lines = new ArrayList<>(original);
            lines.add(at + 4, rehashed(lines.remove((int) at).replace("alice", "mallory")));
            assertThat(tampering(lines))
                    .extracting(Finding::kind)
                    .containsExactlyInAnyOrder(Kind.REORDERED, Kind.ALTERED);
        }
    }

    @Test
    void linesInTheWrongOrderButUnalteredAreNotCalledAltered() {
        var original = lines(12);
        for (var seed = 0; seed < SEEDS; seed++) {
            var lines = new ArrayList<>(original);
            Collections.shuffle(lines, new Random(seed));
            assertThat(tampering(lines))
                    .as("seed " + seed)
                    .extracting(Finding::kind)
                    .containsOnly(Kind.REORDERED);
        }
    }

    @Test
    void aRepeatedLineIsFound() {
        var original = lines(12);
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var at = random.nextInt(original.size());
            var copy = at + 1 + random.nextInt(original.size() - at);
            var lines = new ArrayList<>(original);
            lines.add(copy, original.get(at));
            assertThat(tampering(lines)).as("seed " + seed).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Kind.DUPLICATE);
                assertThat(finding.line()).isEqualTo(copy + 1L);
            });
        }
    }

    @Test
    void aForgedLineIsFoundBeforeOrAfterTheTrueOne() {
        var original = lines(12);
        for (var seed = 0; seed < SEEDS; seed++) {
            var random = new Random(seed);
            var at = random.nextInt(original.size());
            var forged = rehashed(original.get(at).replace("alice", "mallory"));
            var lines = new ArrayList<>(original);
            lines.add(at + random.nextInt(2), forged);
            assertThat(tampering(lines)).as("seed " + seed).singleElement().satisfies(finding -> {
                assertThat(finding.kind()).isEqualTo(Kind.INSERTED);
                assertThat(finding.line()).isEqualTo(at + 2L);
            });
        }
    }

    @Test
    void anAuditLineWithoutAChainIsFound() {
        var lines = lines(2);
        lines.add(2, "{\"class_uid\":6003,\"forged\":true}");
        assertThat(tampering(lines)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.UNCHAINED);
            assertThat(finding.line()).isEqualTo(3);
        });
    }

    @Test
    void aCutTailShowsAgainstThePublishedHead() {
        var lines = lines(20);
        var last = heads.getLast().sequence();
        var cut = verify(lines.subList(0, (int) last - 2), heads);
        assertThat(cut.findings()).anySatisfy(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.TAIL_CUT);
            assertThat(finding.from()).isEqualTo(last - 2);
            assertThat(finding.to()).isEqualTo(last);
            assertThat(finding.line()).isEqualTo(last - 2);
        });
        assertThat(cut.intact()).isFalse();
    }

    @Test
    void aMissingChainShowsAgainstItsPublishedHead() {
        var mine = lines(3);
        var gone = new ChainHead("f".repeat(32), 9, "0".repeat(64));
        var all = new ArrayList<>(heads);
        all.add(gone);
        assertThat(verify(mine, all).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.TAIL_CUT);
            assertThat(finding.chain()).isEqualTo(gone.chain());
        });
    }

    @Test
    void aWhollyRewrittenChainShowsAgainstThePublishedHead() {
        var lines = lines(6);
        var previous = "0".repeat(64);
        for (var i = 0; i < lines.size(); i++) {
            var line = lines.get(i).replace("alice", "mallory");
            line = rehashed(line.replaceFirst("\"previous\":\"[0-9a-f]{64}", "\"previous\":\"" + previous));
            previous = line.substring(line.length() - 68, line.length() - 4);
            lines.set(i, line);
        }
        assertThat(tampering(lines)).isEmpty();
        assertThat(verify(lines, heads).findings()).extracting(Finding::kind).containsExactly(Kind.HEAD_MISMATCH);
    }

    @Test
    void aForgedChainHasNoPublishedHead() {
        var lines = lines(3);
        var forged = new ByteArrayOutputStream();
        new ChainedAuditLog(forged, new OcsfWriter(new AuditSource("", "", "1")), ChainedAuditLog.Heads.NONE, CLOCK)
                .write(Events.completion("x", Reason.GRANTED));
        lines.add(forged.toString(StandardCharsets.US_ASCII).strip());
        assertThat(verify(lines, heads).findings()).extracting(Finding::kind).containsExactly(Kind.UNPUBLISHED);
    }

    @Test
    void anEnvironmentThatCrashedBeforeItsFirstAnswerHasNoHeadAndNeedsNone() {
        var lines = lines(3);
        var crashed = new ByteArrayOutputStream();
        log(crashed, 5).write(Events.attempt("killed"));
        lines.add(crashed.toString(StandardCharsets.US_ASCII).strip());
        var report = verify(lines, heads);
        assertThat(report.findings()).extracting(Finding::kind).containsExactly(Kind.NO_COMPLETION);
        assertThat(report.intact()).isTrue();
    }

    @Test
    void aHeadThatCouldNotBePublishedIsTriedAgainSoon() {
        var clock = new TickingClock("2026-11-23T10:00:00Z");
        var tried = new ArrayList<Long>();
        var audit = new ChainedAuditLog(
                out,
                new OcsfWriter(new AuditSource("", "", "1")),
                new ChainedAuditLog.Heads(
                        (head, _) -> {
                            tried.add(head.sequence());
                            return tried.size() > 1;
                        },
                        1_000,
                        Duration.ofMinutes(1)),
                clock);
        for (var i = 0; i < 60; i++) {
            audit.write(Events.completion("c" + i, Reason.GRANTED));
            clock.pass(Duration.ofSeconds(1));
        }
        assertThat(tried).containsExactly(0L, 10L);
    }

    @Test
    void aHeadIsPublishedInTheTimeOfItsAnswer() {
        var given = new ArrayList<Deadline>();
        var heads = new ChainedAuditLog.Heads((_, by) -> given.add(by), 1, Duration.ZERO);
        var audit = new ChainedAuditLog(out, new OcsfWriter(new AuditSource("", "", "1")), heads, CLOCK);
        var soon = Deadline.in(Duration.ofMillis(7), CLOCK);
        audit.write(Events.completion("c", Reason.GRANTED), soon);
        assertThat(given).containsExactly(soon);
    }

    @Test
    void anAttemptWithoutCompletionIsToldAndIsNoTampering() {
        log.write(Events.attempt("done"));
        log.write(Events.attempt("killed"));
        log.write(Events.completion("done", Reason.GRANTED));
        var report = verify(out.toString(StandardCharsets.US_ASCII).lines().toList(), List.of());
        assertThat(report.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(Kind.NO_COMPLETION);
            assertThat(finding.line()).isEqualTo(2);
        });
        assertThat(report.intact()).isTrue();
    }

    @Test
    void aHeadIsPublishedAtTheFirstAnswerAndThenEverySoManyLinesButNeverOnAnAttempt() {
        log.write(Events.attempt("a"));
        assertThat(heads).isEmpty();
        log.write(Events.completion("a", Reason.GRANTED));
        assertThat(heads).extracting(ChainHead::sequence).containsExactly(1L);
        for (var i = 0; i < 10; i++) {
            log.write(Events.completion("c" + i, Reason.NO_CREDENTIAL));
        }
        assertThat(heads).extracting(ChainHead::sequence).containsExactly(1L, 6L, 11L);
    }

    @Test
    void aRestartBeginsANewChain() {
        log.write(Events.completion("a", Reason.GRANTED));
        log.restart();
        log.write(Events.completion("b", Reason.GRANTED));
        var report = verify(out.toString(StandardCharsets.US_ASCII).lines().toList(), heads);
        assertThat(report.findings()).isEmpty();
        assertThat(report.chains()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 8})
    void concurrentWritersMakeOneUnbrokenChain(int threads) throws InterruptedException {
        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (var t = 0; t < threads; t++) {
                var name = "t" + t + "-";
                pool.execute(() -> {
                    for (var i = 0; i < 200; i++) {
                        log.write(Events.attempt(name + i));
                        log.write(Events.completion(name + i, Reason.GRANTED));
                    }
                });
            }
        }
        var lines = out.toString(StandardCharsets.US_ASCII).lines().toList();
        assertThat(verify(lines, heads).findings()).isEmpty();
        assertThat(new HashSet<>(lines)).hasSize(threads * 400);
    }

    @Test
    void aLineIsOneWrite() {
        var writes = new ArrayList<Integer>();
        var counting = new OutputStream() {
            @Override
            public void write(int b) {
                writes.add(1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) {
                writes.add(Arrays.copyOfRange(bytes, offset, offset + length).length);
            }
        };
        log(counting, 5).write(Events.attempt("a"));
        assertThat(writes).singleElement().satisfies(size -> assertThat(size).isGreaterThan(1_000));
    }

    @Test
    void aFailedWriteIsNotALinkOfTheChain() {
        var broken = new OutputStream() {
            private boolean fail = true;

            @Override
            public void write(int b) throws IOException {
                throw new IOException("unused");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                if (fail) {
                    fail = false;
                    throw new IOException("disk full");
                }
                out.write(bytes, offset, length);
            }
        };
        var failing = log(broken, 5);
        org.assertj.core.api.Assertions.assertThatThrownBy(() -> failing.write(Events.attempt("a")))
                .isInstanceOf(UncheckedIOException.class);
        failing.write(Events.completion("a", Reason.INTERNAL_ERROR));
        assertThat(tampering(out.toString(StandardCharsets.US_ASCII).lines().toList()))
                .isEmpty();
    }
}
