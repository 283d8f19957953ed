package io.sagegate.async;

import static org.assertj.core.api.Assertions.assertThat;

import io.sagegate.api.UploadRequest;
import io.sagegate.fuzz.FuzzTarget;
import io.sagegate.fuzz.Pieces;
import io.sagegate.identity.ApiClient;
import io.sagegate.kit.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/// A location on the first line, and a description of an upload or the uploaded bytes after it. A place is one
/// caller's for one endpoint, and its name proves the bytes, however they come.
public final class UploadFuzz implements FuzzTarget {
    private static final String BUCKET = "sagegate-calls";
    private static final String ENDPOINT = "notes";
    private static final int MOST = 65_536;
    private static final ApiClient CALLER = new ApiClient("batch", "k1");
    private static final ApiClient OTHER = new ApiClient("other", "k2");

    @Override
    public void accept(byte[] input) {
        var end = 0;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        var location = new String(input, 0, end, StandardCharsets.UTF_8);
        var body = Arrays.copyOfRange(input, Math.min(input.length, end + 1), input.length);
        Upload.at(location, BUCKET, CALLER, ENDPOINT).ifPresent(upload -> own(location, upload));
        described(body);
        uploaded(location, body);
    }

    private static void own(String location, Upload upload) {
        assertThat(upload.place().location()).isEqualTo(location);
        assertThat(Upload.isAmongUploads(location, BUCKET)).isTrue();
        assertThat(Upload.at(location, BUCKET, OTHER, ENDPOINT)).isEmpty();
        assertThat(Upload.at(location, BUCKET, CALLER, "others")).isEmpty();
    }

    private static void described(byte[] body) {
        UploadRequest.of(body).ifPresent(asked -> {
            assertThat(asked.length()).isBetween(1L, 1_000_000_000_000L);
            assertThat(asked.contentType()).hasSizeBetween(1, 128).doesNotContainPattern("[^ -~]");
            var upload = Upload.of(BUCKET, CALLER, ENDPOINT, asked.length(), asked.contentType(), asked.sha256());
            var found = Upload.at(upload.place().location(), BUCKET, CALLER, ENDPOINT)
                    .orElseThrow();
            assertThat(found.length()).isEqualTo(asked.length());
            assertThat(found.sha256()).isEqualTo(asked.sha256());
            assertThat(found.id()).isEqualTo(upload.id());
        });
    }

    private static void uploaded(String location, byte[] body) {
        var hash = Sha256.hex(body);
        var named = Upload.of(BUCKET, CALLER, ENDPOINT, body.length, "text/plain", hash);
        for (var choice = 0; choice < 3; choice++) {
            assertThat(read(named, body, choice) instanceof Whole.Bytes(var bytes) && Arrays.equals(bytes, body))
                    .isTrue();
            var cut = choice;
            Upload.at(location, BUCKET, CALLER, ENDPOINT)
                    .ifPresent(upload -> assertThat(read(upload, body, cut) instanceof Whole.Bytes)
                            .isEqualTo(upload.length() == body.length
                                    && upload.sha256().equals(hash)));
        }
    }

    private static Whole read(Upload upload, byte[] body, int choice) {
        var store = new OneObject(body, choice);
        return Whole.of(upload, store, MOST, Duration.ofSeconds(1));
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record OneObject(byte[] body, int choice) implements ObjectStore {
        @Override
        public Found read(ObjectPlace place, Duration within) {
            return new Found.Present("text/plain", body.length, Pieces.stream(Pieces.of(body, choice)));
        }

        @Override
        public Optional<Permission> permission(Upload upload, Duration life) {
            throw new UnsupportedOperationException("nothing is uploaded here");
        }
    }
}
