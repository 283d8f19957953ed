package io.sagegate.policy;

import java.util.Set;

/// How a model's tokens are counted, where the usual way does not fit the model.
///
/// @param bounds members of a request by which the model bounds its answer, as paths such as `generation.max_len`;
/// empty for the members that known containers heed
/// @param mediaTokens tokens to set aside for each picture, sound or file of a request
/// @param asksUsage whether the gateway may ask a streamed call for its usage
public record Counting(Set<String> bounds, long mediaTokens, boolean asksUsage) {
    /// Tokens: more than most models make of one picture of a million pixels.
    public static final long MEDIA_TOKENS = 2_000;

    /// For models that say nothing else.
    public static final Counting USUAL = new Counting(Set.of(), MEDIA_TOKENS, true);

    public Counting {
        bounds = Set.copyOf(bounds);
    }
}
