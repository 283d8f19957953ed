package io.sagegate.aws.sagemaker;

import io.sagegate.aws.call.AwsCall;
import io.sagegate.aws.sts.RoleUnavailableException;
import io.sagegate.policy.Decision;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// SageMaker Runtime in each region where the policy names endpoints. Thread-safe.
public final class Regions {
    /// Regions that are kept; AWS has fewer. Beyond that all are made anew.
    private static final int MOST = 64;

    private final String account;
    private final String region;
    private final AwsCall own;
    private final Function<String, AwsCall> others;
    private final Map<String, AwsCall> known = new ConcurrentHashMap<>();

    /// Makes calls of other regions when they are first needed.
    ///
    /// @param account the function's own; empty where it is not known
    /// @param region the function's own
    public Regions(String account, String region, AwsCall own, Function<String, AwsCall> others) {
        this.account = account;
        this.region = region;
        this.own = own;
        this.others = others;
    }

    /// Where a permitted call is made.
    ///
    /// @throws RoleUnavailableException for an endpoint of another account that no role of it is named for: the
    ///     function's own role would reach a namesake in its own account
    AwsCall of(Decision.Permit permit) throws RoleUnavailableException {
        var arn = permit.target().arn();
        if (arn.isEmpty()) {
            return own;
        }
        if (permit.grant().assumeRole().isEmpty() && !arn.get().account().equals(account)) {
            throw new RoleUnavailableException("no role of the endpoint's account is named", null);
        }
        return arn.get().region().equals(region) ? own : in(arn.get().region());
    }

    private AwsCall in(String other) {
        if (known.size() >= MOST) {
            known.clear();
        }
        return known.computeIfAbsent(other, others);
    }
}
