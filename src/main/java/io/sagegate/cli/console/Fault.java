package io.sagegate.cli.console;

import io.sagegate.aws.dynamodb.UnreadableRowException;
import io.sagegate.policy.PolicyUnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// A fault in words for the person who typed the command, with its exit code.
public record Fault(int exitCode, String text) {
    private static final String SDK =
            "%nCredentials, region and profile are the AWS SDK's own: see `sagegate policy plan --help`.".formatted();

    /// Explains a fault; empty if this class does not know it.
    public static Optional<Fault> of(Throwable fault) {
        return switch (fault) {
            case CommandFailedException failed -> Optional.of(new Fault(failed.exitCode(), message(failed)));
            case InvalidPolicyException invalid -> Optional.of(new Fault(Exit.NO, message(invalid)));
            case PolicyUnavailableException unavailable ->
                outside("The table's policy cannot be used: " + message(unavailable));
            case AwsServiceException refused -> outside("AWS refused: " + message(refused) + SDK);
            case SdkException unasked
            when message(unasked).startsWith("Unable to load credentials") ->
                outside("No AWS credentials were found: log in, set AWS_PROFILE, or give --profile NAME." + SDK);
            case SdkException unasked -> outside("AWS could not be asked: " + message(unasked) + SDK);
            case UnreadableRowException row -> outside("The table was changed by hand: " + message(row) + ".");
            case UncheckedIOException unchecked ->
                Optional.ofNullable(unchecked.getCause()).flatMap(Fault::of);
            case UnknownHostException host ->
                outside("There is no host " + message(host) + ": look at the region and the network.");
            case IOException io -> outside("Could not read or write: " + inWords(io));
            default -> Optional.empty();
        };
    }

    private static Optional<Fault> outside(String text) {
        return Optional.of(new Fault(Exit.UNAVAILABLE, text));
    }

    private static String message(Throwable fault) {
        return String.valueOf(fault.getMessage());
    }

    private static String inWords(IOException fault) {
        return switch (fault) {
            case NoSuchFileException missing -> missing.getFile() + ": there is no such file";
            case AccessDeniedException refused -> refused.getFile() + ": permission denied";
            default -> message(fault);
        };
    }

    /// Returns the fault with the file's name, which streams do not know.
    public static IOException in(Path file, IOException fault) {
        return fault instanceof FileSystemException
                ? fault
                : new FileSystemException(file.toString(), null, message(fault));
    }
}
