package io.sagegate.lambda.stream;

/// What a function does around a SnapStart snapshot.
interface SnapshotHooks {
    /// No preparation at all.
    SnapshotHooks NONE = new SnapshotHooks() {
        @Override
        public void beforeSnapshot() {}

        @Override
        public void afterRestore() {}
    };

    /// Last work before the snapshot: what is warm now is warm in every copy.
    void beforeSnapshot() throws Exception;

    /// First work in a copy: what must not be shared or may have perished is renewed.
    void afterRestore() throws Exception;
}
