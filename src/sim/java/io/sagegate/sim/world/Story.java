package io.sagegate.sim.world;

import io.sagegate.kit.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Everything that happened, in lines that a person can read.
final class Story {
    private final List<String> lines = new ArrayList<>();
    private final MessageDigest hash = Sha256.digest();

    void tell(Object who, String what) {
        var text = String.format(Locale.ROOT, "%12.3f ms  %s %s", Sim.get().time() / 1e6, who, what);
        lines.add(text);
        hash.update(text.getBytes(StandardCharsets.UTF_8));
    }

    void net(@Nullable Call call, Environment environment, Net.Sent sent, Net.Fate fate) {
        tell(environment, (call == null ? "" : "(" + call + ") ") + sent.what() + ": " + end(fate));
    }

    /// A request that its sender does not wait for.
    void late(@Nullable Call call, Environment environment, Net.Sent sent, Net.Fate fate) {
        tell(environment, (call == null ? "" : "(" + call + ") ") + sent.what() + " arrives late: " + end(fate));
    }

    private static String end(Net.Fate fate) {
        return switch (fate) {
            case Net.Fate.Answered(var status, var _, var body) ->
                status == 200 ? "200" : status + " " + reason(new String(body, StandardCharsets.UTF_8));
            case Net.Fate.Streaming(var status, var _, var pieces) ->
                status + ", a stream of " + pieces.size() + " pieces";
            case Net.Fate.NotSent _ -> "not sent";
            case Net.Fate.TimedOut _ -> "no answer in time";
            case Net.Fate.Broken _ -> "the connection broke";
        };
    }

    private static String reason(String body) {
        var at = body.indexOf("#");
        return at < 0 ? body.substring(0, Math.min(60, body.length())) : body.substring(at + 1, body.indexOf('"', at));
    }

    void line(Environment environment, @Nullable Call call, byte[] line) {
        var text = new String(line, StandardCharsets.UTF_8);
        tell(
                environment,
                "(" + call + ") records " + (text.contains("\"phase\":\"attempt\"") ? "an attempt" : "a completion"));
    }

    List<String> lines() {
        return lines;
    }

    String fingerprint() {
        return HexFormat.of().formatHex(hash.digest());
    }
}
