/// The forms of HTTP: routes, requests, answers, problems, OpenAI's and AWS's forms, rate-limit fields, framing. May
/// import trace, policy, limits, identity, inference, http, json and reason.
@NullMarked
package io.sagegate.api;

import org.jspecify.annotations.NullMarked;
