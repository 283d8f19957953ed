package io.sagegate.json.schema;

import java.util.Optional;

/// One value that breaks a rule. The place is relative to the value at which the rule was asked. So a remembered
/// result holds wherever that value stands.
///
/// @param place a JSON pointer
/// @param what the schema's expectation at that place
/// @param endsCheck whether the check reached one of its own bounds, so that no other rule can make up for it
record Broken(String place, String what, boolean endsCheck) {
    static Optional<Broken> here(String what) {
        return Optional.of(new Broken("", what, false));
    }

    static Optional<Broken> bound(String what) {
        return Optional.of(new Broken("", what, true));
    }

    Broken below(String step) {
        return new Broken("/" + step + place, what, endsCheck);
    }

    String text() {
        return (place.isEmpty() ? "the body" : place) + " " + what;
    }
}
