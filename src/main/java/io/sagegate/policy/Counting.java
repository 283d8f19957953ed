package io.sagegate.policy;

import java.util.Set;

/// The rules by which a model's tokens are counted, where the usual ones do not fit the model.
///
/// @param bounds paths of the request members that bound the model's answer, such as `generation.max_len`; empty
///     for the members that known containers read
/// @param mediaTokens tokens to set aside for each picture, sound or file of a request
/// @param asksUsage whether the gateway may ask a streamed call for its usage
public record Counting(Set<String> bounds, long mediaTokens, boolean asksUsage) {
    /// Tokens for one picture, sound or file: more than most models make of a million pixels.
    public static final long MEDIA_TOKENS = 2_000;

    /// The rules for a model whose policy states no others.
    public static final Counting USUAL = new Counting(Set.of(), MEDIA_TOKENS, true);

    public Counting {
        bounds = Set.copyOf(bounds);
    }
}
