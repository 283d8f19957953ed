package io.sagegate.json.schema;

/// The keywords that bound a number.
enum Bound {
    MINIMUM("minimum"),
    MAXIMUM("maximum"),
    EXCLUSIVE_MINIMUM("exclusiveMinimum"),
    EXCLUSIVE_MAXIMUM("exclusiveMaximum");

    private final String keyword;

    Bound(String keyword) {
        this.keyword = keyword;
    }

    String keyword() {
        return keyword;
    }

    /// @param order the number compared with the bound: negative if the number is less
    boolean allows(int order) {
        return switch (this) {
            case MINIMUM -> order >= 0;
            case MAXIMUM -> order <= 0;
            case EXCLUSIVE_MINIMUM -> order > 0;
            case EXCLUSIVE_MAXIMUM -> order < 0;
        };
    }
}
