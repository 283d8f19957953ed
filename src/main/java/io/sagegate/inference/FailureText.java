package io.sagegate.inference;

import io.sagegate.inference.ModelStream.Part;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// The text that SageMaker writes when an asynchronous call fails: the container's status and words.
public final class FailureText {
    /// SageMaker's sentence stands at the beginning; the rest is the container's, in bytes.
    private static final int READ_AT_MOST = 4_096;

    private static final Pattern SENTENCE = Pattern.compile(
            "Received (?:client|server) error \\(([45][0-9]{2})\\)(?: from \\S{1,64} with message \"(.*?)\"?\\s*$)?",
            Pattern.DOTALL);

    private FailureText() {}

    /// The failure, with a status where the text begins by saying it.
    public static InferenceResult.Failure failure(ModelStream object) {
        var text = beginning(object);
        var sentence = SENTENCE.matcher(text);
        if (!sentence.lookingAt()) {
            return new InferenceResult.Failure(
                    Reason.MODEL_ERROR, Optional.empty(), Optional.of(ContainerError.of(text)));
        }
        return new InferenceResult.Failure(
                Reason.MODEL_ERROR,
                Optional.of(Integer.valueOf(sentence.group(1))),
                Optional.ofNullable(sentence.group(2)).map(ContainerError::of));
    }

    private static String beginning(ModelStream object) {
        var begun = new ByteArrayOutputStream();
        try (object) {
            while (begun.size() < READ_AT_MOST && object.next() instanceof Part.Bytes(var bytes)) {
                begun.write(bytes, 0, Math.min(bytes.length, READ_AT_MOST - begun.size()));
            }
        }
        return begun.toString(StandardCharsets.UTF_8);
    }
}
