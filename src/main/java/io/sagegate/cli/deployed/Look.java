package io.sagegate.cli.deployed;

import io.sagegate.cli.call.CallRefusedException;
import io.sagegate.cli.report.Harm;
import io.sagegate.cli.report.Observation;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// The result of a look at a deployed part: its state, or the reason why it could not be read. A part that was not
/// read never counts as healthy.
public sealed interface Look<T> {
    /// It was seen.
    record Seen<T>(T value) implements Look<T> {}

    /// It was not.
    ///
    /// @param what in words, such as `the alarms`
    /// @param right the IAM action that reading it takes
    record Unseen<T>(String what, String right, String why) implements Look<T> {
        /// The same for something that would have been made of it.
        <R> Unseen<R> cast() {
            return new Unseen<>(what, right, why);
        }
    }

    /// A read that may be refused.
    @FunctionalInterface
    interface Reading<T> {
        T read() throws IOException;
    }

    /// Reads, and takes every refusal and failure for "not seen".
    static <T> Look<T> at(String what, String right, Reading<T> reading) {
        try {
            return new Seen<>(reading.read());
        } catch (CallRefusedException e) {
            return new Unseen<>(
                    what, right, e.isDenied() ? "AWS refused: " + e.getMessage() : "AWS: " + e.getMessage());
        } catch (AwsServiceException e) {
            return new Unseen<>(what, right, "AWS refused: " + e.getMessage());
        } catch (SdkException | IOException e) {
            return new Unseen<>(what, right, String.valueOf(e.getMessage()));
        }
    }

    default Optional<T> seen() {
        return this instanceof Seen<T>(var value) ? Optional.of(value) : Optional.empty();
    }

    /// The observations about it. A thing that was not seen makes one observation, which says so.
    default List<Observation> observe(Harm harm, Function<T, Collection<Observation>> judge) {
        return switch (this) {
            case Seen<T>(var value) -> List.copyOf(judge.apply(value));
            case Unseen<T>(var what, var right, var why) ->
                List.of(Observation.unseen(harm, what.replace(' ', '-'), what, right, why));
        };
    }
}
