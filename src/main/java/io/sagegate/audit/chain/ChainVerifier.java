package io.sagegate.audit.chain;

import io.sagegate.audit.chain.ChainReport.Finding;
import io.sagegate.audit.chain.ChainReport.Kind;
import io.sagegate.kit.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Verifies that a record is whole: no line removed, altered, reordered, inserted or repeated, and every attempt
/// completed. Give it the published heads first, then every file in the order of time. It skips other lines between
/// the audit lines. Not thread-safe.
///
/// The chain proves integrity against anyone who changes some lines. An attacker who can rewrite every line after
/// some point can also compute new hashes. Only a head published elsewhere reveals that.
public final class ChainVerifier {
    private final MessageDigest sha256 = Sha256.digest();
    private final Map<String, ChainState> chains = new LinkedHashMap<>();
    private final Map<String, TreeMap<Long, String>> heads = new LinkedHashMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private long total;
    private long lines;

    /// Adds a published head: the chain must reach its number, and have its hash there.
    public void expect(ChainHead head) {
        heads.computeIfAbsent(head.chain(), chain -> new TreeMap<>()).put(head.sequence(), head.hash());
    }

    /// Reads one file or stream to its end.
    ///
    /// @param file the file's name in findings
    public void read(String file, InputStream in) throws IOException {
        new LineReader(in).forEach((line, number) -> accept(file, line, number));
    }

    /// Reads one line, for callers that go through the lines themselves.
    ///
    /// @param number the line's, from 1
    public void accept(String file, byte[] line, long number) {
        var start = ChainLine.start(line, line.length);
        if (start < 0) {
            return;
        }
        lines++;
        var parsed = ChainLine.parse(line, start, line.length);
        if (parsed.isEmpty()) {
            found(new Finding(
                    Kind.UNCHAINED, file, number, "", -1, -1, "The audit line does not end in a link of a chain."));
            return;
        }
        var link = parsed.get();
        sha256.update(line, start, link.end() - start);
        var hash = HexFormat.of().formatHex(sha256.digest());
        state(link.chain()).accept(link, hash.equals(link.hash()), new ChainState.Place(file, number, link.sequence()));
    }

    private ChainState state(String chain) {
        return chains.computeIfAbsent(
                chain, id -> new ChainState(id, heads.getOrDefault(id, new TreeMap<>()), this::found));
    }

    /// Returns the result. Nothing may be read afterwards.
    public ChainReport finish() {
        chains.values().forEach(chain -> chain.finish(!heads.isEmpty()));
        heads.forEach((chain, published) -> {
            if (!chains.containsKey(chain)) {
                var last = published.lastKey();
                found(new Finding(Kind.TAIL_CUT, "", 0, chain, 0, last, "No line of this published chain is there."));
            }
        });
        return new ChainReport(lines, chains.size(), findings, total);
    }

    private void found(Finding finding) {
        total++;
        if (findings.size() < ChainReport.MAX_FINDINGS) {
            findings.add(finding);
        }
    }
}
