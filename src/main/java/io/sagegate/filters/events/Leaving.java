package io.sagegate.filters.events;

/// An event that may leave.
///
/// @param fields the event's other fields, which stand before its data, in whole lines
record Leaving(String fields, String data) {}
