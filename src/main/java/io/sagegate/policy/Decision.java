package io.sagegate.policy;

import io.sagegate.identity.OidcUser;
import io.sagegate.reason.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The answer of the decision point: a [Permit] or a [Deny].
public sealed interface Decision {
    /// The number of the policy revision that decided.
    long revision();

    /// The caller's grants that name the endpoint, in the policy's order, each with its outcome.
    List<Considered> considered();

    /// The caller's member names that are bound to a role with a grant for the endpoint, each once.
    default List<String> members() {
        var members = new LinkedHashSet<String>();
        for (var each : considered()) {
            members.add(each.assignment().member());
        }
        return List.copyOf(members);
    }

    /// Proof that a grant allows the call, with the target as the grant narrowed it. Only [DecisionPoint] makes
    /// one.
    final class Permit implements Decision {
        private final long revision;
        private final Question question;
        private final Grant grant;
        private final Target target;
        private final List<Considered> considered;
        private final List<Limit> limits;

        Permit(long revision, Question question, Grant grant, Target target, List<Considered> considered) {
            this.revision = revision;
            this.question = question;
            this.grant = grant;
            this.target = target;
            this.considered = List.copyOf(considered);
            this.limits = takenFrom();
        }

        @Override
        public long revision() {
            return revision;
        }

        @Override
        public List<Considered> considered() {
            return considered;
        }

        public Grant grant() {
            return grant;
        }

        /// The limits that the call takes from: the grant's, and those of every binding that gives the grant.
        public List<Limit> limits() {
            return limits;
        }

        private List<Limit> takenFrom() {
            var all = new ArrayList<>(grant.limits());
            for (var each : considered) {
                if (gives(each)) {
                    all.addAll(each.assignment().limits());
                }
            }
            all.replaceAll(limit -> limit.at(question.now()).at(price()));
            return List.copyOf(all);
        }

        /// Whether a binding gives the grant.
        private boolean gives(Considered each) {
            return each.outcome() == Considered.Outcome.APPLIES
                    && each.grant().id().equals(grant.id());
        }

        /// The denies in shadow that match the call.
        public List<Shadowed> shadowed() {
            var shadowed = new ArrayList<Shadowed>();
            for (var each : considered) {
                if (each.denies()
                        && shadowed.stream()
                                .noneMatch(one -> one.rule().equals(each.grant().id()))) {
                    each.grant()
                            .shadow()
                            .ifPresent(shadow -> shadowed.add(Shadowed.refusal(
                                    Shadowed.Kind.DENY, each.grant().id(), Reason.EXPLICITLY_DENIED, shadow.told())));
                }
            }
            return shadowed;
        }

        /// The tags to which the call is reckoned. If two bindings brought the caller to the grant, the first one
        /// counts. The policy's tags go before those of the caller's token.
        public Map<String, String> tags() {
            var tags = new TreeMap<String, String>();
            for (var each : considered) {
                if (gives(each)) {
                    each.assignment().tags().forEach(tags::putIfAbsent);
                }
            }
            if (question.principal() instanceof OidcUser user) {
                user.tags().values().forEach(tags::putIfAbsent);
            }
            return tags;
        }

        /// The price of the call; empty where nobody says.
        public Optional<Price> price() {
            return grant.prices().of(target);
        }

        public Action action() {
            return question.action();
        }

        /// The question that was decided: the caller, the action and the target.
        public Question question() {
            return question;
        }

        /// The target that may be called. The gateway must send the call to no other.
        public Target target() {
            return target;
        }
    }

    /// A refusal: no grant allows the call, or one denies it.
    record Deny(long revision, Reason reason, List<Considered> considered) implements Decision {
        public Deny {
            considered = List.copyOf(considered);
        }
    }
}
