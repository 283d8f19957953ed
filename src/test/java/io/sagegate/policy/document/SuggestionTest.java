package io.sagegate.policy.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SuggestionTest {
    /// A name is near if it takes at most two changes, or as many as a third of the wrong name's characters.
    @ParameterizedTest
    @CsvSource({
        "endpont, endpoint",
        "endpiont, endpoint",
        "enpoimt, endpoint",
        "limit, limits",
        "xlimits, limits",
        "fliters, filters",
        "maxUploadBites, maxUploadBytes",
        "uploadBytesMax, ''",
        "abc, ''",
        "limb, ''",
        "lims, limits",
        "abcmaxUploadBytes, maxUploadBytes",
    })
    void theNearestNameIsSuggested(String wrong, String meant) {
        var known = List.of("endpoint", "limits", "filters", "maxUploadBytes");
        assertThat(Suggestion.among(wrong, known)).isEqualTo(meant.isEmpty() ? "" : Suggestion.is(meant));
    }

    @Test
    void ofTwoNearNamesTheNearerIsSuggestedAndOfTwoEquallyNearTheFirst() {
        assertThat(Suggestion.among("limi", List.of("limits", "limit"))).isEqualTo("; did you mean \"limit\"?");
        assertThat(Suggestion.among("cat", List.of("car", "cap"))).isEqualTo("; did you mean \"car\"?");
    }

    @ParameterizedTest
    @CsvSource({
        "InvokeEndpointWithResponseStream, invoke-stream",
        "sagemaker:InvokeEndpointAsync, invoke-async",
        "sagemaker:InvokeEndpoint, invoke",
        "invok, invoke",
    })
    void anActionIsKnownByItsOtherNames(String wrong, String meant) {
        assertThatThrownBy(() -> ActionReader.actions(new PolicyNode(List.of(wrong), "actions")))
                .hasMessageEndingWith("; did you mean \"" + meant + "\"?");
    }

    @Test
    void anActionThatIsNearNoneIsRefusedWithoutASuggestion() {
        assertThatThrownBy(() -> ActionReader.actions(new PolicyNode(List.of("DeleteEverything"), "actions")))
                .hasMessageEndingWith("use invoke, invoke-stream or invoke-async");
    }
}
