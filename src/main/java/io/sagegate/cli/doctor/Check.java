package io.sagegate.cli.doctor;

import io.sagegate.cli.report.Observation;
import java.util.List;

/// One question that the doctor asks of a stack.
@FunctionalInterface
interface Check {
    /// Everything that is open, and everything that could not be looked at; empty where all is well.
    List<Observation> look(Patient patient);
}
