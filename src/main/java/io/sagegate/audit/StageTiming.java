package io.sagegate.audit;

import java.time.Duration;
import java.time.Instant;

/// The time that one stage of a request took.
public record StageTiming(Stage stage, String spanId, Instant start, Duration elapsed) {
    /// The stages, in order.
    public enum Stage {
        AUTH,
        POLICY,
        LIMIT,
        MODEL,
        FILTER;

        /// The subsegment's and metric's name.
        public String label() {
            return switch (this) {
                case AUTH -> "auth";
                case POLICY -> "policy";
                case LIMIT -> "limit";
                case MODEL -> "sagemaker";
                case FILTER -> "filter";
            };
        }
    }
}
