package io.sagegate.json.schema;

import java.util.Optional;

/// One value that breaks a rule. Its place is told from the value at which the rule was asked, so that the same
/// finding holds wherever that value stands.
///
/// @param place a JSON pointer
/// @param what was expected there
/// @param endsCheck whether no other rule can make up for it, because the check itself came to a bound
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
