package io.sagegate.policy;

import java.util.Optional;

/// A route: one target that serves a model name.
///
/// @param weight the route's share of the calls; fallbacks have none
/// @param containerModel the value sent as `model`; absent to send the name as the caller wrote it
public record ModelRoute(Target target, int weight, Optional<String> containerModel) {}
