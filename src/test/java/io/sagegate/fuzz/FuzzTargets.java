package io.sagegate.fuzz;

import io.sagegate.api.ReframedFuzz;
import io.sagegate.api.framing.FrameFuzz;
import io.sagegate.async.UploadFuzz;
import io.sagegate.audit.chain.ChainFuzz;
import io.sagegate.audit.protocol.ProtocolFuzz;
import io.sagegate.aws.call.AnswerFuzz;
import io.sagegate.aws.dynamodb.TableFuzz;
import io.sagegate.aws.dynamodb.policy.PolicyRowsFuzz;
import io.sagegate.aws.dynamodb.usage.UsageRowsFuzz;
import io.sagegate.aws.sagemaker.FailuresFuzz;
import io.sagegate.aws.sagemaker.FrameReaderFuzz;
import io.sagegate.aws.sts.StsFuzz;
import io.sagegate.cli.audit.AuditRecordFuzz;
import io.sagegate.cli.call.XmlNodeFuzz;
import io.sagegate.cli.doctor.IamDocumentFuzz;
import io.sagegate.cli.drift.RightsFuzz;
import io.sagegate.cli.policy.document.PolicyFuzz;
import io.sagegate.cli.policy.document.SourceFuzz;
import io.sagegate.cli.policy.replay.ReplayFuzz;
import io.sagegate.cli.usage.CallLogFuzz;
import io.sagegate.filters.body.FilterFuzz;
import io.sagegate.filters.guard.GuardFuzz;
import io.sagegate.gateway.RequestFuzz;
import io.sagegate.gateway.stream.StreamedErrorsFuzz;
import io.sagegate.identity.ApiKeyFuzz;
import io.sagegate.identity.ArnFuzz;
import io.sagegate.identity.ClaimsFuzz;
import io.sagegate.identity.TagsFuzz;
import io.sagegate.identity.TokenFuzz;
import io.sagegate.identity.jwks.DiscoveryFuzz;
import io.sagegate.identity.jwks.JwksFuzz;
import io.sagegate.inference.FailureTextFuzz;
import io.sagegate.json.JsonFuzz;
import io.sagegate.json.schema.SchemaFuzz;
import io.sagegate.lambda.EventFuzz;
import io.sagegate.lambda.RoleCredentialsFuzz;
import io.sagegate.lambda.SettingsFuzz;
import io.sagegate.lambda.rotation.RotationFuzz;
import io.sagegate.lambda.stream.ReplyFuzz;
import io.sagegate.limits.tokens.DemandFuzz;
import io.sagegate.limits.tokens.UsageFuzz;
import io.sagegate.policy.document.LimitFuzz;
import io.sagegate.policy.document.PriceFuzz;
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
            Map.entry("auditline", AuditRecordFuzz::new),
            Map.entry("calls", CallLogFuzz::new),
            Map.entry("chain", ChainFuzz::new),
            Map.entry("claims", ClaimsFuzz::new),
            Map.entry("credentials", RoleCredentialsFuzz::new),
            Map.entry("demand", DemandFuzz::new),
            Map.entry("discovery", DiscoveryFuzz::new),
            Map.entry("event", EventFuzz::new),
            Map.entry("eventstream", FrameReaderFuzz::new),
            Map.entry("failure", FailureTextFuzz::new),
            Map.entry("filter", FilterFuzz::new),
            Map.entry("frame", FrameFuzz::new),
            Map.entry("guard", GuardFuzz::new),
            Map.entry("iam", IamDocumentFuzz::new),
            Map.entry("json", JsonFuzz::new),
            Map.entry("jwks", JwksFuzz::new),
            Map.entry("limit", LimitFuzz::new),
            Map.entry("policy", PolicyFuzz::new),
            Map.entry("policyrow", PolicyRowsFuzz::new),
            Map.entry("price", PriceFuzz::new),
            Map.entry("protocol", ProtocolFuzz::new),
            Map.entry("reframed", ReframedFuzz::new),
            Map.entry("refusal", FailuresFuzz::new),
            Map.entry("replay", ReplayFuzz::new),
            Map.entry("reply", ReplyFuzz::new),
            Map.entry("request", RequestFuzz::new),
            Map.entry("rights", RightsFuzz::new),
            Map.entry("rotation", RotationFuzz::new),
            Map.entry("schema", SchemaFuzz::new),
            Map.entry("settings", SettingsFuzz::new),
            Map.entry("source", SourceFuzz::new),
            Map.entry("streamerror", StreamedErrorsFuzz::new),
            Map.entry("sts", StsFuzz::new),
            Map.entry("table", TableFuzz::new),
            Map.entry("tags", TagsFuzz::new),
            Map.entry("token", TokenFuzz::new),
            Map.entry("trace", TraceFuzz::new),
            Map.entry("upload", UploadFuzz::new),
            Map.entry("usage", UsageFuzz::new),
            Map.entry("usagerow", UsageRowsFuzz::new),
            Map.entry("xml", XmlNodeFuzz::new)));

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
