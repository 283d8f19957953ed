package io.sagegate.async;

import io.sagegate.inference.ModelStream;
import io.sagegate.inference.ModelStream.Part;
import io.sagegate.kit.Sha256;
import io.sagegate.reason.Reason;
import java.io.ByteArrayOutputStream;
import java.time.Duration;

/// Reads an upload whole, and proves that it is what its name says.
public sealed interface Whole {
    /// The bytes, whose SHA-256 is that of the name.
    record Bytes(byte[] bytes) implements Whole {
        @Override
        public String toString() {
            return "Bytes[" + bytes.length + "]";
        }
    }

    /// They cannot be had.
    record Refused(Reason reason, String detail) implements Whole {}

    static Whole of(Upload upload, ObjectStore store, int maxBytes, Duration within) {
        if (upload.length() > maxBytes) {
            return new Refused(
                    Reason.BODY_TOO_LARGE,
                    "A guard or limit of the grant must read the input, and reads at most " + maxBytes + " bytes.");
        }
        return switch (store.read(upload.place(), within)) {
            case ObjectStore.Found.Absent _ ->
                new Refused(Reason.INPUT_NOT_GRANTED, "Nothing was uploaded to this place yet.");
            case ObjectStore.Found.Unreadable(var reason) -> new Refused(reason, "The input could not be read.");
            case ObjectStore.Found.Present present -> proven(upload, present.body());
        };
    }

    private static Whole proven(Upload upload, ModelStream body) {
        var bytes = new ByteArrayOutputStream((int) upload.length());
        try (body) {
            while (true) {
                switch (body.next()) {
                    case Part.Bytes(var part) -> {
                        if (bytes.size() + part.length > upload.length()) {
                            return another();
                        }
                        bytes.writeBytes(part);
                    }
                    case Part.Broken(var reason) -> {
                        return new Refused(reason, "The input could not be read.");
                    }
                    case Part.End _ -> {
                        var whole = bytes.toByteArray();
                        return Sha256.hex(whole).equals(upload.sha256()) ? new Bytes(whole) : another();
                    }
                }
            }
        }
    }

    private static Whole another() {
        return new Refused(Reason.INPUT_NOT_GRANTED, "The object is not the one that was to be uploaded.");
    }
}
