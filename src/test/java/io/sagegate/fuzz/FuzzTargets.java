package io.sagegate.fuzz;

import io.sagegate.api.framing.FrameFuzz;
import io.sagegate.audit.chain.ChainFuzz;
import io.sagegate.aws.call.AnswerFuzz;
import io.sagegate.aws.sagemaker.FrameReaderFuzz;
import io.sagegate.cli.policy.document.PolicyFuzz;
import io.sagegate.filters.body.FilterFuzz;
import io.sagegate.filters.guard.GuardFuzz;
import io.sagegate.gateway.RequestFuzz;
import io.sagegate.identity.ApiKeyFuzz;
import io.sagegate.identity.ArnFuzz;
import io.sagegate.identity.ClaimsFuzz;
import io.sagegate.identity.TokenFuzz;
import io.sagegate.identity.jwks.JwksFuzz;
import io.sagegate.json.JsonFuzz;
import io.sagegate.json.schema.SchemaFuzz;
import io.sagegate.lambda.EventFuzz;
import io.sagegate.lambda.SettingsFuzz;
import io.sagegate.lambda.stream.ReplyFuzz;
import io.sagegate.policy.document.LimitFuzz;
import io.sagegate.trace.TraceFuzz;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// All targets by name, each made only when it is asked for.
public final class FuzzTargets {
    private static final Map<String, Supplier<FuzzTarget>> ALL = new TreeMap<>(Map.ofEntries(
            Map.entry("answer", AnswerFuzz::new),
            Map.entry("apikey", ApiKeyFuzz::new),
            Map.entry("arn", ArnFuzz::new),
            Map.entry("chain", ChainFuzz::new),
            Map.entry("claims", ClaimsFuzz::new),
            Map.entry("event", EventFuzz::new),
            Map.entry("eventstream", FrameReaderFuzz::new),
            Map.entry("filter", FilterFuzz::new),
            Map.entry("frame", FrameFuzz::new),
            Map.entry("guard", GuardFuzz::new),
            Map.entry("json", JsonFuzz::new),
            Map.entry("jwks", JwksFuzz::new),
            Map.entry("limit", LimitFuzz::new),
            Map.entry("policy", PolicyFuzz::new),
            Map.entry("reply", ReplyFuzz::new),
            Map.entry("request", RequestFuzz::new),
            Map.entry("schema", SchemaFuzz::new),
            Map.entry("settings", SettingsFuzz::new),
            Map.entry("token", TokenFuzz::new),
            Map.entry("trace", TraceFuzz::new)));

    private FuzzTargets() {}

    static Collection<String> names() {
        return ALL.keySet();
    }

    /// Where a target's samples lie.
    static List<Path> samples(String name) {
        var own = Path.of("src/test/resources/fuzz", name);
        return name.equals("event")
                ? List.of(own, Path.of("events"), Path.of("src/test/resources/events"))
                : List.of(own);
    }

    static FuzzTarget of(String name) {
        var target = ALL.get(name);
        if (target == null) {
            throw new IllegalArgumentException("no target " + name + "; there are " + ALL.keySet());
        }
        return target.get();
    }
}
