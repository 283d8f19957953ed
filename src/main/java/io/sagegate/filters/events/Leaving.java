package io.sagegate.filters.events;

/// An event that may leave.
///
/// @param fields what stands before its data, in whole lines
record Leaving(String fields, String data) {}
