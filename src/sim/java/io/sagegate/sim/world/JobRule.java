package io.sagegate.sim.world;

import java.util.Set;

/// Queued calls and their results: a ticket tells only its own caller, and who was told an id gets its result.
record JobRule(World world) {
    /// Answers that tell something of a queued call.
    private static final Set<Integer> TELLING = Set.of(200, 202, 410, 424);

    void check() {
        for (var call : world.calls()) {
            if (call.way.asksForResult() && TELLING.contains(call.status)) {
                asked(call);
            }
            call.errand.flatMap(Errand::location).ifPresent(location -> uploaded(call, location));
        }
    }

    private void asked(Call call) {
        if (call.job.filter(job -> job.isOf(call)).isEmpty()) {
            world.breach("a ticket tells only its own caller", call + " got " + call.status);
        }
        if (call.status == 424 && call.answer.contains(Models.SECRET)) {
            world.breach("no filter is skipped", call + " shows a container's words");
        }
    }

    private void uploaded(Call call, String location) {
        if (call.answer.contains("input_not_granted")
                && call.status == 403
                && world.services().s3().isGood(location, call)) {
            world.breach("who may call is let", call + " got " + call.answer);
        }
    }

    /// The result of a call, asked for in peace.
    void inPeace(Call last) {
        var job = last.job.orElseThrow();
        var told = last.status == 200 || last.status == 424 || last.status == 502;
        var refused = last.status == 401 || last.status == 403 || last.status == 429;
        if (job.fate != Job.Fate.NEVER && !told && !refused) {
            world.breach("no result is lost", last + " got " + last.status + " in peace for " + job);
        }
        if (last.status == 502 && job.fate != Job.Fate.RUBBISH) {
            world.breach("no result is lost", last + " got " + last.answer + " in peace for " + job);
        }
        // A filter that cannot read a result ends a stream of it visibly.
        var withheld = job.fate == Job.Fate.RUBBISH && last.isCut();
        if (last.status == 200 && !last.isWhole() && !withheld) {
            world.breach("no result is lost", last + " got a part in peace of " + job);
        }
    }
}
