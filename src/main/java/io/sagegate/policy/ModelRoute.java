package io.sagegate.policy;

import java.util.Optional;

/// One way to serve a model name.
///
/// @param weight this way's share of the calls; fallbacks have none
/// @param containerModel what is sent as `model`; absent to send the name as the caller wrote it
public record ModelRoute(Target target, int weight, Optional<String> containerModel) {}
