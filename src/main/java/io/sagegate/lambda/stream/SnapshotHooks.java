package io.sagegate.lambda.stream;

/// A function's hooks around a SnapStart snapshot.
interface SnapshotHooks {
    /// Hooks that do nothing.
    SnapshotHooks NONE = new SnapshotHooks() {
        @Override
        public void beforeSnapshot() {}

        @Override
        public void afterRestore() {}
    };

    /// The last work before the snapshot. A warm state is copied to every restored environment.
    void beforeSnapshot() throws Exception;

    /// The first work in a copy. It renews state that is stale or must not be shared.
    void afterRestore() throws Exception;
}
