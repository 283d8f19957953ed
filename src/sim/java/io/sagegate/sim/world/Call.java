package io.sagegate.sim.world;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One request of a client, with everything that is known of its fate.
final class Call {
    final int number;
    final Caller caller;

    /// The endpoint that it goes to: of a call by a model's name, the one that it reached last.
    String endpoint;

    /// The endpoints of the model whose name it calls, in order; empty for a call of an endpoint.
    List<String> route = List.of();

    final Optional<Token> token;

    /// The key that its client read from a secret.
    Optional<Rotating.Held> secret = Optional.empty();

    final String id;
    final int input;
    final int most;

    /// The form of its answer.
    Form way = Form.WHOLE;

    /// The request that goes in place of a plain prompt.
    Optional<Errand> errand = Optional.empty();

    /// The queued call whose result it asks for.
    Optional<Job> job = Optional.empty();

    /// How its caller takes an answer in pieces.
    Reader reader = Reader.PATIENT;

    /// Whether a guard in force must refuse its prompt.
    boolean forbidden;

    /// Virtual time at which an environment took it.
    long begun;

    /// Virtual time at which its client got an answer or lost hope; 0 while neither has happened.
    long ended;

    /// Virtual time at which the limiter first asked to take something; 0 if it never did.
    long counted;

    @Nullable
    Visit visit;

    @Nullable
    Environment environment;

    int status;
    String answer = "";
    boolean denied;

    /// Whether the answer visibly ended too early.
    boolean cut;

    /// Whether an object that it read broke off.
    boolean broken;

    /// Whether the model stated what it did not use.
    boolean lied;

    boolean tableFailed;

    /// Whether the table answered the call's last take or settlement.
    boolean lastIsPlain;

    /// How many answers left keys out.
    int leftOut;

    /// Whether most of what it writes is late, where requests may be late.
    final boolean isSlow;

    /// Disturbances of its environment before it began.
    int disturbances;

    /// How often it asked for what it had taken already.
    int asksAgain;

    /// Seconds after which its caller is told to try again; 0 if it was not told.
    int retryAfter;

    /// How many holds of it stand in the table.
    int holds;

    /// Amounts by item and counter, as the table has them after the call's last change.
    final Map<String, Long> charged = new HashMap<>();

    /// Amounts that were held, by item and counter.
    final Map<String, Long> held = new HashMap<>();

    /// Where each counter stood right after the call's take, by item and counter.
    final Map<String, Long> pledged = new HashMap<>();

    /// Items in which a hold of it was taken away by others.
    final Set<String> expired = new HashSet<>();

    int attempts;

    /// How many requests of it reached a model.
    int arrivals;

    int completions;
    private int choices;

    /// @param token what the caller sends to prove who it is, if it bears tokens
    /// @param input tokens of the prompt
    /// @param most tokens that the answer may have
    Call(int number, Caller caller, String endpoint, Optional<Token> token, String id, int input, int most) {
        this.number = number;
        this.caller = caller;
        this.endpoint = endpoint;
        this.token = token;
        this.id = id;
        this.isSlow = id.charAt(0) == '0';
        this.input = input;
        this.most = most;
    }

    /// How a call is answered.
    enum Form {
        WHOLE("/invocations"),
        /// Piece by piece.
        STREAM("/invocations-response-stream"),
        /// By a function that cannot stream.
        COLLECTED("/invocations-response-stream"),
        /// Put into a queue.
        QUEUED("/async-invocations"),
        /// No call of a model: asks for a place to upload to.
        OFFER("/uploads"),
        /// No call of a model: asks for the result of a queued call, as a whole.
        RESULT("/async-invocations/"),
        /// The same, piece by piece.
        PULLED("/async-invocations/");

        /// Those that all wide worlds with streams have.
        static final List<Form> USUAL = List.of(WHOLE, STREAM, COLLECTED);

        final String path;

        Form(String path) {
            this.path = path;
        }

        boolean streams() {
            return this == STREAM || this == COLLECTED;
        }

        /// Whether it is answered piece by piece.
        boolean comesInPieces() {
            return this == STREAM || this == PULLED;
        }

        boolean asksForResult() {
            return this == RESULT || this == PULLED;
        }

        boolean callsModel() {
            return this != OFFER && !asksForResult();
        }
    }

    /// Whether the caller has all of a model's answer.
    boolean isWhole() {
        if (way.asksForResult()) {
            return status == 200 && job.filter(asked -> asked.isWhole(answer)).isPresent();
        }
        return status == 200 && (!way.streams() || answer.contains("[DONE]"));
    }

    /// Whether the caller can see that the answer ended too early.
    boolean isCut() {
        return cut || answer.contains("event: error") || answer.contains("{\"error\":{");
    }

    boolean isNamed() {
        return !route.isEmpty();
    }

    /// The name of its model.
    String model() {
        return SimPolicy.model(route.getFirst());
    }

    /// A name for the next choice of chance.
    String next() {
        return id + "/" + choices++;
    }

    /// A call that reached the model.
    ///
    /// @param from virtual time at which the model began
    /// @param to virtual time at which it was done
    /// @param output tokens of the answer
    record Visit(long from, long to, int input, int output) {}

    /// The call was charged. Only a call by a model's name may be charged of one counter for each of its routes.
    void charge(String counter, long amount) {
        charged.merge(counter, amount, (before, now) -> isNamed() ? before + now : now);
    }

    /// Virtual time until which it runs as far as anybody can know: its model is done, or it was given up.
    long runsUntil() {
        var lost = status == 0 || ended == 0 ? begun + Sending.TIMEOUT.toNanos() : ended;
        return Math.min(visit().map(Visit::to).orElse(lost), lost);
    }

    /// Whether the time of its environment went another way while it ran.
    boolean wasDisturbed() {
        return environment == null || environment.wasDisturbed(disturbances, begun);
    }

    Optional<Visit> visit() {
        return Optional.ofNullable(visit);
    }

    @Override
    public String toString() {
        return "call " + number + " of " + caller.name() + " to " + (isNamed() ? model() : endpoint);
    }
}
